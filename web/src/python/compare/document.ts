// `comparison/1`, as `explainer.inpage.comparison` writes it.

export interface Timing {
  loops: number;
  /** Seconds of one run, in the order of the rounds. */
  samples_s: number[];
  median_s: number;
  low_s: number;
  high_s: number;
}

/** One of the two programs; what is missing was not measured, and null was too much to count. */
export interface Side {
  printed?: string;
  instructions?: number | null;
  opcodes?: Record<string, number> | null;
  peak_bytes?: number;
  held_bytes?: number;
  time?: Timing;
}

export interface Comparison {
  schema: "comparison/1";
  sides: [Side, Side];
  same_text: boolean;
  same_output: boolean | null;
  /** Second over first, round by round. */
  time?: { median: number; low: number; high: number; rounds: number };
  says: string[];
}
