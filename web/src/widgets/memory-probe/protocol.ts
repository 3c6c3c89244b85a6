/** What the page asks of a probing worker, and what that answers. */

export type Ask =
  | { kind: "ladder"; largestBytes: number; passes: number; batchMs: number }
  | { kind: "spin"; ms: number };

export type Told =
  | { kind: "sizes"; sizes: number[] }
  | { kind: "sample"; bytes: number; seconds: number }
  | { kind: "passed" }
  | { kind: "done" }
  /** The array could not be had; nothing else follows. */
  | { kind: "failed"; message: string }
  /** Ready to spin: all workers start together. */
  | { kind: "ready" }
  | { kind: "spun"; turns: number; ms: number };
