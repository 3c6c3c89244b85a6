// How many processors a program of the reader may use, and who says so.
import { valueAt } from "./figures.ts";
import type { Kept } from "./store.ts";

export interface Processors {
  readonly count: number;
  readonly by: "report" | "browser";
}

/** The report's word if there is one, else the browser's; null if neither knows. */
export function processorsOf(kept: Kept | null, reported: number | undefined): Processors | null {
  for (const field of ["quota.usable_cpus", "counts.processing_units"]) {
    const count = kept === null ? null : valueAt(kept.machine, field);
    if (typeof count === "number" && count >= 1) return { count: Math.floor(count), by: "report" };
  }
  return reported ? { count: reported, by: "browser" } : null;
}
