// Which figure a field shows, and whose it is: the reader's, an estimate, or the builder's.
import { type Plain, type Wording, figure, valueAt } from "./figures.ts";
import type { Estimate, Kept } from "./store.ts";

export type Whose = "yours" | "estimate" | "ours";

export interface Shown {
  readonly text: string;
  readonly whose: Whose;
  /** For the tooltip and for those who hear the page. */
  readonly says: string;
}

export interface Field extends Wording {
  readonly field: string;
  /** In a table of one machine neither another's figure nor a guess has a place. */
  readonly strict?: boolean;
}

export interface Fallback {
  readonly text: string;
  readonly says: string;
}

export function shown(
  { field, per, as, strict = false }: Field,
  builder: Fallback,
  kept: Kept | null,
  estimate: Estimate | null,
): Shown {
  const ours: Shown = { text: builder.text, whose: "ours", says: builder.says };
  if (kept !== null) {
    const value = valueAt(kept.machine, field);
    if (value !== null || strict) return yours(figure(field, value, { per, as }), kept);
    return { ...ours, says: `${builder.says}; your report does not tell this of your machine` };
  }
  const guess = estimate === null || strict ? undefined : figureOf(estimate, field);
  if (guess === undefined) return ours;
  const text = `about ${figure(field, guess, { per, as })}`;
  return {
    text,
    whose: "estimate",
    says: "an estimate that this browser made; a report knows better",
  };
}

export function yours(text: string, kept: Kept): Shown {
  const day = kept.takenAt.slice(0, 10);
  const report = day === "" ? "from your report" : `from your report of ${day}`;
  return { text, whose: "yours", says: `your machine: ${kept.name}, ${report}` };
}

function figureOf(estimate: Estimate, field: string): Plain | undefined {
  return Object.hasOwn(estimate.figures, field) ? estimate.figures[field] : undefined;
}

/** Whose figures a page shows, in a sentence. */
export function stateWords(builder: string, kept: Kept | null, estimate: Estimate | null): string {
  if (kept !== null) {
    const day = kept.takenAt.slice(0, 10);
    return `Figures of the hardware on this page: yours, ${kept.name}${day === "" ? "" : `, report of ${day}`}.`;
  }
  if (estimate !== null)
    return `${builder} Where your browser made an estimate, that is shown and marked.`;
  return builder;
}
