// The figures of a comparison as texts and rows, without a page to show them on.
import type { Comparison, Side, Timing } from "./document.ts";

export interface Row {
  name: string;
  first: string;
  second: string;
  /** Second ÷ first; empty where it says nothing. */
  ratio: string;
}

export function rows({ sides, time }: Comparison): Row[] {
  const [first, second] = sides;
  const made = [
    counted("Instructions executed", first.instructions, second.instructions, whole),
    counted("Most memory at once", first.peak_bytes, second.peak_bytes, bytes),
    counted("Memory held at the end", first.held_bytes, second.held_bytes, bytes),
  ];
  if (first.time !== undefined && second.time !== undefined && time !== undefined) {
    made.push({
      name: `Time of one run, ${time.rounds} rounds`,
      first: timing(first.time),
      second: timing(second.time),
      ratio: `${time.median.toFixed(2)} (${time.low.toFixed(2)}–${time.high.toFixed(2)})`,
    });
  }
  return made.filter((row) => row !== null);
}

/** Kinds of instruction, the greatest difference first. */
export function opcodeRows([first, second]: [Side, Side]): Row[] {
  if (first.opcodes == null || second.opcodes == null) return [];
  const [a, b] = [first.opcodes, second.opcodes];
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const difference = (name: string): number => Math.abs((b[name] ?? 0) - (a[name] ?? 0));
  names.sort((one, other) => difference(other) - difference(one) || one.localeCompare(other));
  return names.flatMap((name) => counted(name, a[name] ?? 0, b[name] ?? 0, whole) ?? []);
}

function counted(
  name: string,
  first: number | null | undefined,
  second: number | null | undefined,
  show: (count: number) => string,
): Row | null {
  if (first === undefined || second === undefined) return null;
  const shown = (count: number | null): string => (count === null ? "too many" : show(count));
  const ratio = first && second !== null ? (second / first).toFixed(2) : "";
  return { name, first: shown(first), second: shown(second), ratio };
}

function timing({ median_s, low_s, high_s }: Timing): string {
  const unit = unitOf(median_s);
  return `${inUnit(median_s, unit)} (${inUnit(low_s, unit)}–${inUnit(high_s, unit)}) ${unit.name}`;
}

interface Unit {
  name: string;
  seconds: number;
}

/** The unit in which a time has one to three digits before the point. */
export function unitOf(seconds: number): Unit {
  if (seconds < 1e-3) return { name: "µs", seconds: 1e-6 };
  if (seconds < 1) return { name: "ms", seconds: 1e-3 };
  return { name: "s", seconds: 1 };
}

export function inUnit(seconds: number, unit: Unit): string {
  return Number((seconds / unit.seconds).toPrecision(3)).toString();
}

function whole(count: number): string {
  return count.toLocaleString("en-GB");
}

function bytes(count: number): string {
  return `${whole(count)} bytes`;
}
