// One sentence for each moment of a run: what is about to happen, or what has just happened.
import { coded, meaning } from "./meaning.ts";
import type { Moment, Run } from "./player.ts";
import type { Value } from "./run-schema.ts";
import type { CodeObject, Opcode } from "./schema.ts";
import { shapeOf, shown } from "./stack-view.ts";

const MOST_NAMED = 4;
const LONGEST_NAMED = 32;

/** Plain text; words in backticks are code. */
export function captionOf(run: Run, moment: Moment, opcode: Opcode | undefined): string {
  const { step, code } = moment;
  const value = step.value === undefined ? "" : coded(textOf(run, step.value));
  const frame = coded(code.qualname);
  const outermost = moment.frames.length === 1;
  switch (step.event) {
    case "return":
      return `${frame} returns ${value}; its frame is gone, and ${outermost ? "the run is over" : "the caller gets the value"}.`;
    case "yield":
      return `${frame} yields ${value} and pauses: its frame stays, with all that is on its stack.`;
    case "raise":
      return `The instruction raises ${value}.`;
    case "reraise":
      return `${value} is raised again, to look further out for a handler.`;
    case "throw":
      return `${value} is thrown into ${frame} where it paused.`;
    case "handled":
      return `The exception table names a handler for ${value}: on goes it at offset ${step.offset}.`;
    case "unwind":
      return `Nothing in ${frame} handles ${value}: the frame is left, and ${outermost ? "the run is over" : "the caller gets the exception"}.`;
    case "call":
      return `${begins(code)} Next: ${next(run, moment, opcode)}`;
    case "resume":
      return `${frame} goes on where it paused. Next: ${next(run, moment, opcode)}`;
    default:
      return `Next: ${next(run, moment, opcode)}`;
  }
}

function begins({ qualname }: CodeObject): string {
  if (qualname === "<module>") return "The run begins: `<module>`, the file itself, gets a frame with a stack of its own.";
  return `A call begins: \`${qualname}\` gets a frame, with names and a stack of its own.`;
}

function next(run: Run, moment: Moment, opcode: Opcode | undefined): string {
  const { instruction, step } = moment;
  if (instruction === null) return "an instruction that this document does not have.";
  if (instruction.opname === "RESUME") return `\`RESUME\`, the mark where a frame ${step.event === "resume" ? "goes on" : "begins"}.`;
  const said = meaning(instruction);
  const name = coded(`${instruction.opname} ${said}`.trim());
  const does = opcode === undefined ? "" : ` ${opcode.does}`;
  return `${name}.${does}${changes(run, moment)}`;
}

/** What this very instruction does to the stack, in values. */
function changes(run: Run, { slots, puts }: Moment): string {
  const taken = (slots ?? []).filter(({ fate }) => fate === "taken").map(({ value }) => value);
  const takes = taken.length === 0 ? "" : `takes ${list(run, taken)} off the stack`;
  const gives = puts === null || puts.length === 0 ? "" : `puts ${list(run, puts)} on${takes === "" ? " the stack" : ""}`;
  if (takes !== "" || gives !== "") return ` It ${[takes, gives].filter(Boolean).join(" and ")}.`;
  return puts === null ? "" : " The stack stays as it is.";
}

/** From below to the top. */
function list(run: Run, values: readonly number[]): string {
  if (values.length > MOST_NAMED) return `${values.length} values`;
  const names = values.map((value) => named(run.values[value]));
  const last = names.pop()!;
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}

function named(value: Value | undefined): string {
  if (value === undefined) return "something";
  const { name } = shapeOf(value);
  if (name === "null") return "an empty slot";
  if (name === "hidden") return "an internal mark";
  return coded(shown(value, LONGEST_NAMED));
}

function textOf(run: Run, value: number): string {
  return run.values[value]?.repr ?? "a value";
}
