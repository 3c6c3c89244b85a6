// Which instructions belong to a place in the source, and which text to an instruction.
import type { CodeObject, Instruction, Position } from "./schema.ts";

/** A place between two characters: line from 1, column from 0. */
export interface Place {
  line: number;
  column: number;
}

export interface Span {
  from: Place;
  to: Place;
}

/** An instruction of a document: place of its code object, and its index there. */
export interface Reference {
  code: number;
  index: number;
}

/** Missing: null where the instruction belongs to no text, or the version records lines only. */
export function spanOf({ position }: Instruction): Span | null {
  if (position === null || !isExact(position)) return null;
  const { line, column, end_line, end_column } = position;
  if (line === end_line && column === end_column) return null;
  return { from: { line, column }, to: { line: end_line, column: end_column } };
}

/** The span, or the whole line where columns are not known. `lines` is the source. */
export function shownSpan(instruction: Instruction, lines: readonly string[]): Span | null {
  const exact = spanOf(instruction);
  if (exact !== null || instruction.position === null) return exact;
  if (isExact(instruction.position)) return null;
  const { line } = instruction.position;
  const text = lines[line - 1] ?? "";
  const column = text.length - text.trimStart().length;
  return { from: { line, column }, to: { line, column: text.trimEnd().length } };
}

function isExact(
  position: Position,
): position is Position & { end_line: number; column: number; end_column: number } {
  const { column, end_line, end_column } = position;
  return column !== null && end_line !== null && end_column !== null;
}

export function contains({ from, to }: Span, place: Place): boolean {
  return compare(from, place) <= 0 && compare(place, to) < 0;
}

export function compare(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}

/** How much text a span covers, for "the smallest around this place": lines count most. */
function size({ from, to }: Span): number {
  return (to.line - from.line) * 10_000 + to.column - from.column;
}

export interface Found {
  span: Span;
  instructions: Reference[];
}

/**
 * The smallest span around a place that has instructions, with all of them, in any code object.
 *
 * Missing: null where nothing is made of the text there.
 */
export function at(
  place: Place,
  code: readonly CodeObject[],
  lines: readonly string[],
): Found | null {
  let best: Found | null = null;
  for (const [reference, span] of spans(code, lines)) {
    if (!contains(span, place)) continue;
    const smaller = best === null ? -1 : size(span) - size(best.span);
    if (smaller < 0) best = { span, instructions: [reference] };
    else if (smaller === 0) best!.instructions.push(reference);
  }
  return best;
}

/** Every distinct span that begins in a line, in reading order; what a keyboard steps through. */
export function inLine(
  line: number,
  code: readonly CodeObject[],
  lines: readonly string[],
): Span[] {
  const found = new Map<string, Span>();
  for (const [, span] of spans(code, lines)) {
    if (span.from.line === line) found.set(JSON.stringify(span), span);
  }
  return [...found.values()].sort((a, b) => compare(a.from, b.from) || size(b) - size(a));
}

/** All instructions of exactly this span. */
export function of(
  span: Span,
  code: readonly CodeObject[],
  lines: readonly string[],
): Reference[] {
  return [...spans(code, lines)]
    .filter(([, each]) => compare(each.from, span.from) === 0 && compare(each.to, span.to) === 0)
    .map(([reference]) => reference);
}

/** Every span of every code object. */
export function all(code: readonly CodeObject[], lines: readonly string[]): Span[] {
  return [...spans(code, lines)].map(([, span]) => span);
}

function* spans(
  code: readonly CodeObject[],
  lines: readonly string[],
): Generator<[Reference, Span]> {
  for (const [place, { instructions }] of code.entries()) {
    for (const [index, instruction] of instructions.entries()) {
      const span = shownSpan(instruction, lines);
      if (span !== null) yield [{ code: place, index }, span];
    }
  }
}

/** Code units of JavaScript's strings, for a column that counts characters. */
export function unitColumn(text: string, column: number): number {
  let units = 0;
  for (const character of text) {
    if (column-- <= 0) break;
    units += character.length;
  }
  return units;
}

/** The way back: characters before a code unit. */
export function characterColumn(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}

/** Lines as the compiler counts them. */
export function linesOf(source: string): string[] {
  return source.split(/\r\n|\r|\n/);
}
