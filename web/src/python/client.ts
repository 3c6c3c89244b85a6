// The page's side of the worker: one interpreter a visit, one program at a time, always stoppable.
import { deferred } from "./deferred.ts";
import {
  type Call,
  type Done,
  LIMITS,
  type Options,
  type Program,
  type Reply,
  type Request,
  type Stream,
  type Task,
} from "./protocol.ts";

export type { Options };

/** The part of `Worker` used here, so that tests can play it. */
export interface WorkerLike {
  postMessage(message: Request, transfer?: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

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

export interface Listener {
  /** `loading` repeats with byte counts; a respawn reports none. */
  state(state: "waiting" | "loading" | "running", loaded?: number, total?: number): void;
  output(stream: Stream, bytes: Uint8Array): void;
}

/** What the worker gave back, or why it did not. */
type Settled = Cut | { kind: "done"; done: Done; answer: string };

interface Job {
  id: number;
  task: Task;
  options: Options;
  listener: Listener;
  settle(settled: Settled): void;
}

export interface Running<Ended = Outcome> {
  outcome: Promise<Ended>;
  stop(): void;
}

export interface Places {
  runtime: string;
  sizes: Record<string, number>;
  /** A line for a new worker to the page's supply of what Python starts with. */
  supply(): MessagePort;
}

export class PythonClient {
  /** CPython's version, once it is known. */
  version = "";
  #worker: WorkerLike | null = null;
  #ready = false;
  #queue: Job[] = [];
  #current: Job | null = null;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;
  readonly #spawn: () => WorkerLike;
  readonly #places: Places;

  constructor(spawn: () => WorkerLike, places: Places) {
    this.#spawn = spawn;
    this.#places = places;
  }

  /** Start loading, because the reader seems to want to run something. */
  warm(): void {
    if (this.#worker !== null) return;
    const worker = this.#spawn();
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#heard(worker, data);
    worker.onerror = (event) => this.#broke(worker, event.message || "the worker stopped");
    const { runtime, sizes } = this.#places;
    const memoryBytes = LIMITS.memoryBytes;
    const supply = this.#places.supply();
    worker.postMessage({ kind: "boot", runtime, sizes, supply, memoryBytes }, [supply]);
  }

  run(program: Program, options: Options, listener: Listener): Running {
    const { settled, stop } = this.#queued({ kind: "run", ...program }, options, listener);
    const outcome = settled.then((end): Outcome =>
      end.kind === "done" ? { kind: "done", done: end.done } : end,
    );
    return { outcome, stop };
  }

  /** Call a function of one of our own modules, such as `explainer.bytecode`'s `outcome`. */
  call<Answer>(call: Call, options: Options, listener: Listener): Running<CallOutcome<Answer>> {
    const { settled, stop } = this.#queued({ kind: "call", ...call }, options, listener);
    return { outcome: settled.then((end) => answered<Answer>(end)), stop };
  }

  #queued(task: Task, options: Options, listener: Listener) {
    const { promise: settled, resolve: settle } = deferred<Settled>();
    const job: Job = { id: ++this.#lastId, task, options, listener, settle };
    this.#queue.push(job);
    if (this.#current !== null) listener.state("waiting");
    this.#next();
    return { settled, stop: () => this.#stop(job, "reader") };
  }

  #next(): void {
    const job = this.#current === null ? this.#queue.shift() : undefined;
    if (job === undefined) return;
    this.#current = job;
    if (this.#ready) {
      this.#begin(job);
      return;
    }
    job.listener.state("loading");
    this.warm();
  }

  #begin(job: Job): void {
    job.listener.state("running");
    const { limitMs, outputBytes } = job.options;
    this.#worker?.postMessage({ ...job.task, id: job.id, limitMs, outputBytes });
    if (limitMs === null) return;
    this.#watchdog = setTimeout(() => this.#stop(job, "limit"), limitMs + LIMITS.graceMs);
  }

  #stop(job: Job, by: "reader" | "limit"): void {
    if (job !== this.#current) {
      this.#queue = this.#queue.filter((each) => each !== job);
      job.settle({ kind: "stopped", by: "early" });
      return;
    }
    // A worker that is still loading is left to it: only a running program needs ending.
    const begun = this.#ready;
    if (begun) this.#replace();
    this.#end(job, { kind: "stopped", by: begun ? by : "early" });
  }

  #end(job: Job, settled: Settled): void {
    clearTimeout(this.#watchdog);
    this.#current = null;
    job.settle(settled);
    this.#next();
  }

  #replace(): void {
    this.#dismiss();
    this.warm();
  }

  #dismiss(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#ready = false;
  }

  #heard(worker: WorkerLike, reply: Reply): void {
    if (worker !== this.#worker) return; // a last word of one that was ended
    const job = this.#current;
    if (reply.kind === "progress") job?.listener.state("loading", reply.loaded, reply.total);
    else if (reply.kind === "ready") this.#loaded(reply.version);
    else if (reply.kind === "unavailable") this.#failed(reply.message);
    else if (job === null || reply.id !== job.id) return;
    else if (reply.kind === "out") job.listener.output(reply.stream, reply.bytes);
    else if (reply.kind === "fatal") this.#broke(worker, reply.message);
    else this.#finished(job, reply.done, reply.answer);
  }

  #loaded(version: string): void {
    this.version = version;
    this.#ready = true;
    if (this.#current !== null) this.#begin(this.#current);
  }

  #finished(job: Job, done: Done, answer: string): void {
    if (done.renew !== "") {
      console.debug(`A fresh Python is started: ${done.renew}`);
      this.#replace();
    }
    this.#end(job, { kind: "done", done, answer });
  }

  #broke(worker: WorkerLike, message: string): void {
    if (worker !== this.#worker) return;
    if (!this.#ready) {
      this.#failed(message);
      return;
    }
    const job = this.#current;
    this.#replace();
    if (job !== null) this.#end(job, { kind: "crashed", message });
  }

  /** Not tried again by itself: the reader's next Run does. */
  #failed(message: string): void {
    this.#dismiss();
    const waiting = [this.#current, ...this.#queue].filter((job) => job !== null);
    this.#queue = [];
    this.#current = null;
    for (const job of waiting) job.settle({ kind: "unavailable", message });
  }
}

function answered<Answer>(end: Settled): CallOutcome<Answer> {
  if (end.kind !== "done") return end;
  const { done, answer } = end;
  if (done.why === "interrupt") return { kind: "stopped", by: "limit" };
  if (done.error !== "") return { kind: "error", error: done.error, done };
  return { kind: "done", value: JSON.parse(answer) as Answer, done };
}
