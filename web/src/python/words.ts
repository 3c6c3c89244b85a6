// Every sentence the runner says, in one place.
import type { Outcome } from "./client.ts";
import { type Done, LIMITS } from "./protocol.ts";

export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${ms.toFixed(0)} ms`;
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} bytes`;
  if (count < 1024 * 1024) return `${(count / 1024).toFixed(0)} KiB`;
  return `${(count / 1024 / 1024).toFixed(1)} MiB`;
}

export function loading(loaded?: number, total?: number): string {
  if (loaded === undefined || total === undefined || loaded === 0) return "Starting Python …";
  if (loaded < total) return `Loading Python: ${bytes(loaded)} of ${bytes(total)}`;
  return "Python starts …";
}

/** What a program that has not ended is doing. */
export const states = {
  waiting: "Waiting for another snippet to end …",
  running: "Running …",
  asking: "It waits for a line of input.",
  stopping: "Stopping …",
  interrupted: "It has stopped. Clearing up …",
} as const;

/** How it ended, for the status line. */
export function ending(outcome: Outcome, limitMs: number | null): string {
  switch (outcome.kind) {
    case "stopped":
      if (outcome.by === "early") return "Stopped before it began.";
      return outcome.by === "reader"
        ? "Stopped from outside, for it did not react: what it held is lost. A fresh Python starts."
        : `Stopped: it ran longer than ${duration(limitMs ?? 0)} and did not react. A fresh Python starts.`;
    case "crashed":
      return "Python itself ended here, as a process would crash. A fresh one starts; your code is kept.";
    case "unavailable":
      return `Python could not be loaded (${outcome.message}). The recorded output stays valid; Run tries again.`;
    case "done":
      return doneInWords(outcome.done, limitMs);
  }
}

function doneInWords(done: Done, limitMs: number | null): string {
  const after = `after ${duration(done.ms)} in your browser`;
  const where = done.line === null ? "" : ` in line ${done.line}`;
  switch (done.why) {
    case "end":
      return `Finished ${after}.`;
    case "exit":
      return `Exited with code ${done.exit_code} ${after}.`;
    case "interrupt":
      return interrupted(done.interruptedBy, `${where} ${after}`, limitMs);
    case "input":
      return `It asked for input${where}, and cannot wait here. Type its lines below and run it again.`;
    case "error":
      return `${done.kind}${where} ${after}.`;
  }
}

function interrupted(by: Done["interruptedBy"], place: string, limitMs: number | null): string {
  if (by === "reader") return `Stopped${place}.`;
  if (by === "limit") return `Stopped${place}: the limit is ${duration(limitMs ?? 0)}.`;
  return `KeyboardInterrupt${place}.`;
}

export function truncated(printedBytes: number, limitBytes: number): string {
  const more = limitBytes < LIMITS.generousOutputBytes ? "" : "; the page keeps no more";
  return `Shown are the first ${bytes(limitBytes)} of ${bytes(printedBytes)}${more}.`;
}
