// One sentence for each moment of a run: what is about to happen, or what has just happened.
import { meaning } from "./meaning.ts";
import type { Moment, Run } from "./player.ts";
import type { Opcode } from "./schema.ts";

/** Plain text; words in backticks are code. */
export function captionOf(run: Run, moment: Moment, opcode: Opcode | undefined): string {
  const { step, code } = moment;
  const value = step.value === undefined ? "" : `\`${textOf(run, step.value)}\``;
  const frame = `\`${code.qualname}\``;
  switch (step.event) {
    case "return":
      return `${frame} returns ${value}; its frame is gone, and the caller gets the value.`;
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
      return `Nothing in ${frame} handles ${value}: the frame is left, and the caller gets the exception.`;
    case "call":
      return `A call begins: ${frame} gets a frame with a stack of its own. Next: ${next(moment, opcode)}`;
    case "resume":
      return `${frame} goes on where it paused. Next: ${next(moment, opcode)}`;
    default:
      return `Next: ${next(moment, opcode)}`;
  }
}

function next({ instruction, slots, depth }: Moment, opcode: Opcode | undefined): string {
  if (instruction === null) return "an instruction that this document does not have.";
  const said = meaning(instruction);
  const name = `\`${instruction.opname}${said === "" ? "" : ` ${said}`}\``;
  const does = opcode === undefined ? "" : ` ${opcode.does}`;
  const taken = (slots ?? []).filter(({ fate }) => fate === "taken").length;
  const uses = taken === 0 ? "" : ` It uses the top ${taken === 1 ? "value" : `${taken} values`} of ${depth}.`;
  return `${name}.${does}${uses}`;
}

function textOf(run: Run, value: number): string {
  return run.values[value]?.repr ?? "a value";
}
