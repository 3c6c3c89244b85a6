// Measures for the page: walks through memory, or counts. It is ended, not asked, when to stop.
import { LINE_BYTES, chase, ladderSizes, link, shuffled } from "./chase.ts";
import type { Ask, Told } from "./protocol.ts";

declare const self: DedicatedWorkerGlobalScope;

const TRIAL_STEPS = 8192;
const WARM_MS = 30;

/** Where a walk ended, so that no engine can leave the walk out. */
let last = 0;

self.onmessage = ({ data }: MessageEvent<Ask>) => {
  if (data.kind === "spin") tell({ kind: "spun", ...spin(data.ms) });
  else climb(data);
};

tell({ kind: "ready" });

function tell(told: Told): void {
  self.postMessage(told);
}

function climb({ largestBytes, passes, batchMs }: Ask & { kind: "ladder" }): void {
  const cells = roomFor(largestBytes);
  if (cells === null) return;
  const sizes = ladderSizes(cells.byteLength);
  tell({ kind: "sizes", sizes });
  for (let pass = 0; pass < passes; pass += 1) {
    for (const bytes of shuffled(sizes, Math.random)) {
      tell({ kind: "sample", bytes, seconds: visit(cells, bytes, batchMs) });
    }
    tell({ kind: "passed" });
  }
  tell({ kind: "done" });
}

/** Half as much where the browser refuses the whole, down to 8 MiB. */
function roomFor(largestBytes: number): Int32Array | null {
  for (let bytes = largestBytes; bytes >= 2 ** 23; bytes /= 2) {
    try {
      return new Int32Array(bytes / 4).fill(0);
    } catch {
      // not so much
    }
  }
  tell({ kind: "failed", message: "this browser does not give a page 8 MiB in one piece" });
  return null;
}

/** Seconds of one load: what fits into a cache is first walked into it. */
function visit(cells: Int32Array, bytes: number, batchMs: number): number {
  const lines = bytes / LINE_BYTES;
  link(cells, lines, Math.random);
  last = 0;
  const begun = performance.now();
  for (
    let walked = 0;
    walked < 2 * lines && performance.now() - begun < WARM_MS;
    walked += TRIAL_STEPS
  )
    last = chase(cells, last, TRIAL_STEPS);
  return timed(cells, batchMs);
}

/** Clocks of browsers are coarse: the walk is doubled until it is long against their steps. */
function timed(cells: Int32Array, batchMs: number): number {
  for (let steps = TRIAL_STEPS; ; steps *= 2) {
    const begun = performance.now();
    last = chase(cells, last, steps);
    const ms = performance.now() - begun;
    if (ms >= batchMs) return ms / 1000 / steps;
    // one long enough next, rather than many doublings
    if (ms > batchMs / 16) steps = Math.ceil(((steps / ms) * batchMs) / 2 / 8) * 8;
  }
}

/** Turns of a small loop in so many milliseconds. */
function spin(ms: number): { turns: number; ms: number } {
  const begun = performance.now();
  let [turns, value] = [0, last + 1];
  let spent = 0;
  while (spent < ms) {
    for (let i = 0; i < 20_000; i += 1) value = (Math.imul(value, 48_271) + i) | 0;
    turns += 20_000;
    spent = performance.now() - begun;
  }
  last = value & 15;
  return { turns, ms: spent };
}
