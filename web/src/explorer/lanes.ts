// Arcs of jumps and brackets of exception handlers: who stands in which lane of the gutter.
import type { CodeObject } from "./schema.ts";

/** A vertical line from row `from` to row `to`; lane 0 is next to the instructions. */
export interface Lane {
  from: number;
  to: number;
  lane: number;
}

export interface Arc extends Lane {
  /** Against the flow of the text, as at the end of a loop. */
  back: boolean;
}

export interface Bracket extends Lane {
  /** Row of the handler. */
  target: number;
  label: string;
  depth: number;
}

/** Gives each interval the nearest lane that is free over all its rows, short ones first. */
export function inLanes<Interval extends { from: number; to: number }>(
  intervals: readonly Interval[],
): (Interval & { lane: number })[] {
  const placed: (Interval & { lane: number; low: number; high: number })[] = [];
  const length = ({ from, to }: Interval): number => Math.abs(to - from);
  for (const interval of [...intervals].sort((a, b) => length(a) - length(b))) {
    const low = Math.min(interval.from, interval.to);
    const high = Math.max(interval.from, interval.to);
    const taken = new Set(
      placed.filter((other) => other.low <= high && low <= other.high).map(({ lane }) => lane),
    );
    let lane = 0;
    while (taken.has(lane)) lane += 1;
    placed.push({ ...interval, lane, low, high });
  }
  return placed.map(({ low: _low, high: _high, ...rest }) => rest as unknown as Interval & { lane: number });
}

export function arcsOf({ instructions }: CodeObject): Arc[] {
  const row = rowsByOffset(instructions);
  const jumps = instructions.flatMap(({ jump }, from) => {
    const to = jump === null ? undefined : row.get(jump.offset);
    return to === undefined ? [] : [{ from, to, back: to <= from }];
  });
  return inLanes(jumps);
}

/** Brackets lie over the rows they protect; a range of the table that is split stays split. */
export function bracketsOf({ instructions, exception_table }: CodeObject): Bracket[] {
  const brackets = exception_table.map((handler) => ({
    from: instructions.findIndex(({ offset }) => offset >= handler.start),
    to: lastRowBefore(handler.end, instructions),
    target: instructions.findIndex(({ offset }) => offset === handler.target),
    label: handler.target_label,
    depth: handler.depth,
  }));
  return inLanes(brackets.filter(({ from, to, target }) => from >= 0 && to >= from && target >= 0));
}

export function lanes(intervals: readonly { lane: number }[]): number {
  return intervals.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
}

function lastRowBefore(end: number, instructions: readonly { offset: number }[]): number {
  const after = instructions.findIndex(({ offset }) => offset >= end);
  return (after < 0 ? instructions.length : after) - 1;
}

function rowsByOffset(instructions: readonly { offset: number }[]): Map<number, number> {
  return new Map(instructions.map(({ offset }, row) => [offset, row]));
}
