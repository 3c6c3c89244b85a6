// Where a run is to halt: at lines of the source, and at single instructions.
import { begins, lineOf, type Run } from "./player.ts";
import type { CodeObject } from "./schema.ts";

/** One instruction. */
export interface Spot {
  /** Place of its code object in the run. */
  code: number;
  offset: number;
}

/** The reader's breakpoints. Lines stay with the text, instructions with the bytecode they are of. */
export class Breakpoints {
  #lines: number[] = [];
  #spots: Spot[] = [];

  get lines(): readonly number[] {
    return this.#lines;
  }

  get spots(): readonly Spot[] {
    return this.#spots;
  }

  get none(): boolean {
    return this.#lines.length + this.#spots.length === 0;
  }

  /** After an edit has moved them, or when something else is opened. */
  setLines(lines: readonly number[]): void {
    this.#lines = [...new Set(lines)].sort((a, b) => a - b);
  }

  /** Gives whether there is one now. */
  toggleLine(line: number): boolean {
    const known = this.#lines.includes(line);
    this.setLines(known ? this.#lines.filter((each) => each !== line) : [...this.#lines, line]);
    return !known;
  }

  toggleSpot(spot: Spot): boolean {
    const others = this.#spots.filter((each) => each.code !== spot.code || each.offset !== spot.offset);
    const known = others.length < this.#spots.length;
    this.#spots = known ? others : [...this.#spots, spot];
    return !known;
  }

  /** The bytecode they were set in is gone. */
  forgetSpots(): void {
    this.#spots = [];
  }

  clear(): void {
    this.#lines = [];
    this.#spots = [];
  }
}

/** Moments of a run at which it halts: before a spot, and whenever it arrives at a line. */
export function halts(run: Run, lines: readonly number[], spots: readonly Spot[]): number[] {
  const wantedLines = new Set(lines);
  const wantedSpots = new Set(spots.map(({ code, offset }) => `${code} ${offset}`));
  const last = new Map<number, { line: number | null; offset: number }>();
  return run.steps.flatMap((step, index) => {
    if (!begins(step)) return [];
    const { frame, offset } = step;
    const { code } = run.frames[frame]!;
    if (offset <= entryOf(run.code[code]!)) return wantedSpots.has(`${code} ${offset}`) ? [index] : [];
    const before = last.get(frame);
    const line = lineOf(run, step);
    last.set(frame, { line, offset });
    const arrives = before?.line !== line || offset < before.offset; // or comes round again
    const atLine = arrives && line !== null && wantedLines.has(line);
    return atLine || wantedSpots.has(`${code} ${offset}`) ? [index] : [];
  });
}

/** The next halt in either direction, else the end there. */
export function toHalt(run: Run, index: number, way: 1 | -1, moments: readonly number[]): number {
  if (way === 1) return moments.find((each) => each > index) ?? run.steps.length - 1;
  return moments.findLast((each) => each < index) ?? 0;
}

/** First instruction of a line in a code object. Missing: -1 where it has none of that line. */
export function firstOfLine(code: CodeObject, line: number): number {
  const entry = entryOf(code);
  return code.instructions.findIndex((each) => each.line === line && each.offset > entry);
}

/** What makes the frame ready has the line of `def`, but no reader's line begins there. */
function entryOf({ instructions }: CodeObject): number {
  return instructions.find(({ opname }) => opname === "RESUME")?.offset ?? -1;
}
