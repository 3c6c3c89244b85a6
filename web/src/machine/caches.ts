// The caches that a report names, from the nearest outward: those that hold data.
import { type Plain, isObject, valueAt } from "./figures.ts";

export interface ReportedCache {
  readonly name: string;
  readonly bytes: number;
}

export function cachesOf(machine: Plain): ReportedCache[] {
  const levels = valueAt(machine, "caches");
  if (!isObject(levels)) return [];
  return Object.entries(levels)
    .flatMap(([name, level]) => {
      const bytes = valueAt(level, "size_bytes");
      const holdsData = valueAt(level, "kind") !== "Instruction";
      return holdsData && typeof bytes === "number" && bytes > 0 ? [{ name, bytes }] : [];
    })
    .sort((a, b) => a.bytes - b.bytes);
}
