// A recorded run as something to walk through: the machine's state at any moment, and how to move.
import type { Frame, Step, Trace } from "./run-schema.ts";
import type { CodeObject, Handler, Instruction } from "./schema.ts";

/** Trace with all it has when a run happened. */
export interface Run {
  code: CodeObject[];
  frames: Frame[];
  values: NonNullable<Trace["values"]>;
  steps: Step[];
  output: string;
}

export interface Slot {
  value: number;
  /** `kept` stays, `taken` is what this instruction uses up, `left` was put here by the last one. */
  fate: "kept" | "taken";
  fresh: boolean;
}

export interface FrameState {
  frame: number;
  code: CodeObject;
  generator: boolean;
  locals: ReadonlyMap<string, number>;
  /** Missing: null where nothing is known. */
  stack: readonly number[] | null;
  offset: number;
  /** It has yielded, and was not resumed since. */
  waits: boolean;
}

export interface Moment {
  index: number;
  step: Step;
  code: CodeObject;
  instruction: Instruction | null;
  /** From the first frame to the one that runs. */
  frames: FrameState[];
  /** Generators that have yielded and wait to be resumed. */
  paused: FrameState[];
  /** The running frame's stack, bottom first. Missing: null where only the depth is known. */
  slots: Slot[] | null;
  /** What the instruction leaves on top. Missing: null where another frame runs first, or not known. */
  puts: number[] | null;
  depth: number | null;
  locals: { name: string; value: number; fresh: boolean }[];
  handler: Handler | null;
  printed: string;
}

/** Missing: null where there was no run to walk through. */
export function runOf({ code, frames, values, steps, output }: Trace): Run | null {
  if (!code || !frames || !values || !steps || steps.length === 0) return null;
  return { code, frames, values, steps, output: output ?? "" };
}

export function momentAt(run: Run, index: number): Moment {
  const step = run.steps[index]!;
  const states = statesUntil(run, index);
  const frames = chain(run, step.frame).map((frame) => states.get(frame) ?? untouched(run, frame));
  const code = codeOf(run, step);
  const instruction = code.instructions.find(({ offset }) => offset === step.offset) ?? null;
  const current = frames.at(-1)!;
  const running = new Set(frames.map(({ frame }) => frame));
  return {
    index,
    step,
    code,
    instruction,
    frames,
    paused: [...states.values()].filter(({ frame, waits }) => waits && !running.has(frame)),
    slots: slotsOf(run, index, current.stack),
    puts: putsOf(run, index),
    depth: current.stack?.length ?? instruction?.depth ?? null,
    locals: [...current.locals].map(([name, value]) => ({ name, value, fresh: name in step.locals })),
    handler: handlerOf(code, step.offset),
    printed: [...run.output].slice(0, step.printed).join(""),
  };
}

export function codeOf(run: Run, { frame }: Step): CodeObject {
  return run.code[run.frames[frame]!.code]!;
}

/** The row of the exception table that protects an offset. */
export function handlerOf({ exception_table }: CodeObject, offset: number): Handler | null {
  return exception_table.find(({ start, end }) => start <= offset && offset < end) ?? null;
}

function statesUntil(run: Run, index: number): Map<number, FrameState> {
  const locals = new Map<number, Map<string, number>>();
  const states = new Map<number, FrameState>();
  for (const step of run.steps.slice(0, index + 1)) {
    const { frame, offset } = step;
    const names = locals.get(frame) ?? new Map<string, number>();
    locals.set(frame, names);
    for (const [name, value] of Object.entries(step.locals)) {
      if (value === null) names.delete(name);
      else names.set(name, value);
    }
    const { code, generator } = run.frames[frame]!;
    const stack = step.stack ?? states.get(frame)?.stack ?? null;
    const waits = step.event === "yield";
    states.set(frame, { frame, code: run.code[code]!, generator, locals: names, stack, offset, waits });
  }
  return states;
}

function untouched(run: Run, frame: number): FrameState {
  const { code, generator } = run.frames[frame]!;
  return { frame, code: run.code[code]!, generator, locals: new Map(), stack: null, offset: 0, waits: false };
}

/** Frames from the first to `frame`; a damaged trace whose parents form a ring ends. */
function chain(run: Run, frame: number): number[] {
  const found: number[] = [];
  for (let at: number | null = frame; at !== null && !found.includes(at); ) {
    found.unshift(at);
    at = run.frames[at]?.parent ?? null;
  }
  return found;
}

function slotsOf(run: Run, index: number, stack: readonly number[] | null): Slot[] | null {
  if (stack === null) return null;
  const { frame } = run.steps[index]!;
  const before = neighbour(run, index, -1, frame);
  const after = neighbour(run, index, 1, frame);
  const inside = run.steps[index]!.stack === null;
  const stays = after === null || inside ? stack.length : common(stack, after);
  const old = before === null || inside ? stack.length : common(before, stack);
  return stack.map((value, place) => ({
    value,
    fate: place < stays ? "kept" : "taken",
    fresh: place >= old,
  }));
}

function putsOf({ steps }: Run, index: number): number[] | null {
  const [now, next] = [steps[index]!, steps[index + 1]];
  if (now.stack === null || next?.frame !== now.frame || next.stack === null) return null;
  return next.stack.slice(common(now.stack, next.stack));
}

/** The stack of the same frame at its nearest other moment. */
function neighbour(run: Run, index: number, way: 1 | -1, frame: number): number[] | null {
  for (let at = index + way; at >= 0 && at < run.steps.length; at += way) {
    const step = run.steps[at]!;
    if (step.frame === frame && step.stack !== null) return step.stack;
  }
  return null;
}

function common(a: readonly number[], b: readonly number[]): number {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same += 1;
  return same;
}

/** How often each instruction of a code object began, by offset. */
export function timesRun(run: Run, place: number): Map<number, number> {
  const times = new Map<number, number>();
  for (const step of run.steps) {
    if (run.frames[step.frame]!.code !== place || !begins(step)) continue;
    times.set(step.offset, (times.get(step.offset) ?? 0) + 1);
  }
  return times;
}

const BEGINS = new Set(["step", "call", "resume"]);

/** Whether an instruction is about to run, rather than something happens inside one. */
export function begins({ event }: Step): boolean {
  return BEGINS.has(event);
}

// --- moving ---------------------------------------------------------------------------------------

const RAISED = new Set(["raise", "reraise", "throw"]);

/** Missing: null where no exception is raised from here on. */
export function toException(run: Run, index: number): number | null {
  const found = run.steps.findIndex(({ event }, at) => at > index && RAISED.has(event));
  return found < 0 ? null : found;
}

/** On until this frame's line changes or it ends: calls made on the way are not entered. */
export function toNextLine(run: Run, index: number, way: 1 | -1): number {
  const here = run.steps[index]!;
  const { depth } = run.frames[here.frame]!;
  const line = lineOf(run, here);
  return find(run, index, way, (step) => {
    if (run.frames[step.frame]!.depth > depth) return false;
    return step.frame !== here.frame || lineOf(run, step) !== line;
  });
}

export function lineOf(run: Run, step: Step): number | null {
  const at = codeOf(run, step).instructions.find(({ offset }) => offset === step.offset);
  return at?.line ?? null;
}

/** The last moment in that direction where there is no such moment. */
function find(run: Run, index: number, way: 1 | -1, wanted: (step: Step) => boolean): number {
  const last = way === 1 ? run.steps.length - 1 : 0;
  for (let at = index + way; at >= 0 && at < run.steps.length; at += way) {
    if (wanted(run.steps[at]!)) return at;
  }
  return last;
}

/** Where a reader wants to begin: the first moment inside one of these functions, else inside any. */
export function firstInside(run: Run, qualnames: readonly string[]): number {
  const inside = (names: readonly string[]) => (step: Step) =>
    begins(step) && names.some((name) => within(codeOf(run, step).qualname, name));
  const wanted = run.steps.findIndex(inside(qualnames));
  if (wanted >= 0) return wanted;
  const any = run.steps.findIndex((step) => run.frames[step.frame]!.depth > 0);
  return Math.max(any, 0);
}

/** Whether a qualified name is `name` or stands inside it. */
export function within(qualname: string, name: string): boolean {
  return qualname === name || qualname.startsWith(`${name}.`);
}
