// What the page and the Python worker say to each other, and the limits both keep.

export const LIMITS = {
  /** A run is stopped after this long unless the reader lifts the limit. */
  runMs: 30_000,
  /** Comparing runs each program dozens of times, some of them while counting. */
  compareMs: 120_000,
  /** How long after its limit, or after a Stop, a run may take to end by itself. */
  graceMs: 1_000,
  outputBytes: 256 * 1024,
  /** What "keep more output" keeps. */
  generousOutputBytes: 8 * 1024 * 1024,
  memoryBytes: 768 * 1024 * 1024,
  /** A heap grown beyond this never shrinks, so the next program gets a fresh interpreter. */
  keepHeapBytes: 256 * 1024 * 1024,
} as const;

export interface Boot {
  kind: "boot";
  /** Absolute address of the folder with Pyodide's files. */
  runtime: string;
  /** Where the page delivers the compiled interpreter and what an earlier worker left it. */
  supply: MessagePort;
  /** Bytes that will travel, by file name, for honest progress. */
  sizes: Record<string, number>;
  memoryBytes: number;
  /** Holds the id of the order to interrupt, where page and worker can share memory. */
  flag: Int32Array | null;
}

export interface Program {
  source: string;
  /** The file name that tracebacks show, such as `lists/growth.py`. */
  name: string;
  /** Standard input, typed beforehand. */
  typed: string;
}

/** A function of one of our own Python modules; arguments and answer are plain JSON. */
export interface Call {
  module: string;
  function: string;
  arguments: Record<string, unknown>;
}

/** A program to run, or a function to call. */
export type Task = (Program & { kind: "run" }) | (Call & { kind: "call" });

export interface Options {
  /** null: no limit. */
  limitMs: number | null;
  outputBytes: number;
}

export type Order = Task &
  Options & {
    id: number;
    /** Where the service worker can be asked about this order; null: there is none. */
    signals: string | null;
  };

export type Request =
  | Boot
  | Order
  /** What the reader typed; null is the end of input. */
  | { kind: "line"; id: number; text: string | null }
  /** Heard only by a program that waits. */
  | { kind: "stop"; id: number };

export type Stream = "out" | "err";

/** How a program ended, as `explainer.inpage.program.Outcome` writes it. */
export interface Ending {
  why: "end" | "error" | "exit" | "interrupt" | "input";
  error: string;
  kind: string;
  line: number | null;
  exit_code: number;
  ms: number;
  /** Why the interpreter should not be used again, in words; empty if it can. */
  renew: string;
}

export interface Done extends Ending {
  /** Who interrupted it, if anybody did: a program can raise KeyboardInterrupt by itself. */
  interruptedBy: "reader" | "limit" | "";
  /** All bytes printed, shown or not. */
  printedBytes: number;
}

export type Reply =
  | { kind: "progress"; loaded: number; total: number }
  | { kind: "ready"; version: string }
  | { kind: "unavailable"; message: string }
  /** More of Python is being fetched before the order is begun; after `ready`, send it again. */
  | { kind: "wait" }
  /** Whether the service worker answers this worker's questions. */
  | { kind: "signals"; answered: boolean }
  /** The program waits for a line; `by` is how it hears of it. */
  | { kind: "ask"; id: number; by: "message" | "signal" }
  | { kind: "out"; id: number; stream: Stream; bytes: Uint8Array }
  /** An interrupted program is over; what it leaves behind is still cleared up. */
  | { kind: "interrupted"; id: number }
  /** `answer` is the JSON that a called function gave, as text. */
  | { kind: "done"; id: number; done: Done; answer: string }
  | { kind: "fatal"; id: number | null; message: string };
