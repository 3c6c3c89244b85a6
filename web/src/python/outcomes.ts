// How a program or a call can end, as the page is told.
import type { Done } from "./protocol.ts";

/** How a task can end without an answer of its own. */
export type Cut =
  /** By the reader, by the limit that the program did not heed, or before it had begun. */
  | { kind: "stopped"; by: "reader" | "limit" | "early" }
  | { kind: "crashed"; message: string }
  | { kind: "unavailable"; message: string };

export type Outcome = Cut | { kind: "done"; done: Done };

export type CallOutcome<Answer> =
  | Cut
  | { kind: "done"; value: Answer; done: Done }
  /** The function raised; `error` is the traceback. */
  | { kind: "error"; error: string; done: Done };

/** What the worker gave back, or why it did not. */
export type Settled = Cut | { kind: "done"; done: Done; answer: string };

export function answered<Answer>(end: Settled): CallOutcome<Answer> {
  if (end.kind !== "done") return end;
  const { done, answer } = end;
  if (done.interruptedBy !== "" && done.why === "interrupt") {
    return { kind: "stopped", by: done.interruptedBy };
  }
  if (done.error !== "") return { kind: "error", error: done.error, done };
  return { kind: "done", value: JSON.parse(answer) as Answer, done };
}
