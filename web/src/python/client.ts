// The page's side of the worker: one interpreter a visit, one program at a time, always stoppable.
import { deferred } from "./deferred.ts";
import { answered, type CallOutcome, type Outcome, type Settled } from "./outcomes.ts";
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
import { NO_SIGNALS, type Signals } from "./signals.ts";

export type { CallOutcome, Options, Outcome };

/** The part of `Worker` used here, so that tests can play it. */
export interface WorkerLike {
  postMessage(message: Request, transfer?: Transferable[]): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** `asking` is running, and waiting for a line; `stopping` waits for a program that was told so. */
export type State = "waiting" | "loading" | "running" | "asking" | "stopping" | "interrupted";

export interface Listener {
  /** `loading` repeats with byte counts; a respawn reports none. */
  state(state: State, loaded?: number, total?: number): void;
  output(stream: Stream, bytes: Uint8Array): void;
  /** The program waits for a line: `answer` it, with null for the end of input, whenever typed. */
  asks?(answer: (text: string | null) => void): void;
}

interface Job {
  id: number;
  task: Task;
  options: Options;
  listener: Listener;
  stopping: boolean;
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
  /** Called once, when a program has ended for the first time. */
  used?(): void;
}

export class PythonClient {
  /** CPython's version, once it is known. */
  version = "";
  #worker: WorkerLike | null = null;
  #ready = false;
  #used = false;
  #queue: Job[] = [];
  #current: Job | null = null;
  /** The current program waits for a line. */
  #asking = false;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;
  readonly #spawn: () => WorkerLike;
  readonly #places: Places;
  readonly #signals: Signals;
  /** Tells this client's runs from those of other tabs. */
  readonly #token = crypto.randomUUID();
  /** Whether the service worker answers this worker; null until it has asked. */
  #answered: boolean | null = null;

  constructor(spawn: () => WorkerLike, places: Places, signals: Signals = NO_SIGNALS) {
    this.#spawn = spawn;
    this.#places = places;
    this.#signals = signals;
  }

  /** Start loading, because the reader seems to want to run something. */
  warm(): void {
    if (this.#worker !== null) return;
    const worker = this.#spawn();
    this.#worker = worker;
    worker.onmessage = ({ data }) => this.#heard(worker, data);
    worker.onerror = (event) => this.#broke(worker, event.message || "the worker stopped");
    const { runtime, sizes } = this.#places;
    const { flag } = this.#signals;
    const memoryBytes = LIMITS.memoryBytes;
    const supply = this.#places.supply();
    worker.postMessage({ kind: "boot", runtime, sizes, supply, memoryBytes, flag }, [supply]);
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
    const id = ++this.#lastId;
    const job: Job = { id, task, options, listener, settle, stopping: false };
    this.#queue.push(job);
    if (this.#current !== null) listener.state("waiting");
    this.#next();
    return { settled, stop: () => this.#stop(job) };
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
    const signals = this.#signals.address(this.#run(job));
    this.#worker?.postMessage({ ...job.task, ...job.options, id: job.id, signals });
    this.#watch(job);
  }

  /** What the service worker calls this job. */
  #run(job: Job): string {
    return `${this.#token}-${job.id}`;
  }

  /** End a program from outside when it does not heed its limit. */
  #watch(job: Job): void {
    const { limitMs } = job.options;
    if (limitMs === null) return;
    this.#endAfter(job, "limit", limitMs + LIMITS.graceMs);
  }

  #endAfter(job: Job, by: "reader" | "limit", ms: number): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#terminate(job, by), ms);
  }

  /** Ask the program to stop; pressed twice, or where it cannot be asked, end it. */
  #stop(job: Job): void {
    if (job !== this.#current) {
      this.#queue = this.#queue.filter((each) => each !== job);
      job.settle({ kind: "stopped", by: "early" });
    } else if (!this.#ready) {
      // The worker that is loading is left to it: only a running program needs ending.
      this.#end(job, { kind: "stopped", by: "early" });
    } else if (!job.stopping && this.#interrupt(job)) {
      job.stopping = true;
      job.listener.state("stopping");
      this.#endAfter(job, "reader", LIMITS.graceMs);
    } else {
      this.#terminate(job, "reader");
    }
  }

  /** Whether the program will hear of it, as far as one can know. */
  #interrupt(job: Job): boolean {
    const { flag } = this.#signals;
    if (flag !== null) Atomics.store(flag, 0, job.id);
    this.#worker?.postMessage({ kind: "stop", id: job.id });
    const run = this.#run(job);
    const asked = this.#signals.address(run) !== null && this.#answered !== false;
    if (asked) this.#signals.tell({ kind: "stop", run });
    return asked || flag !== null || this.#asking;
  }

  #terminate(job: Job, by: "reader" | "limit"): void {
    this.#replace();
    this.#end(job, { kind: "stopped", by });
  }

  #end(job: Job, settled: Settled): void {
    clearTimeout(this.#watchdog);
    this.#current = null;
    this.#asking = false;
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
    this.#answered = null;
  }

  #heard(worker: WorkerLike, reply: Reply): void {
    if (worker !== this.#worker) return; // a last word of one that was ended
    const job = this.#current;
    if (reply.kind === "progress") job?.listener.state("loading", reply.loaded, reply.total);
    else if (reply.kind === "ready") this.#loaded(reply.version);
    else if (reply.kind === "wait") {
      // Loading again: Stop takes the program back, and no limit runs.
      clearTimeout(this.#watchdog);
      this.#ready = false;
    } else if (reply.kind === "unavailable") this.#failed(reply.message);
    else if (reply.kind === "signals") this.#answered = reply.answered;
    else if (job === null || reply.id !== job.id) return;
    else if (reply.kind === "out") job.listener.output(reply.stream, reply.bytes);
    else if (reply.kind === "interrupted") job.listener.state("interrupted");
    else if (reply.kind === "ask") this.#ask(job, reply.by);
    else if (reply.kind === "fatal") this.#broke(worker, reply.message);
    else this.#finished(job, reply.done, reply.answer);
  }

  /** No limit while the reader thinks; who cannot be asked has no more input. */
  #ask(job: Job, by: "message" | "signal"): void {
    clearTimeout(this.#watchdog);
    this.#asking = true;
    const answer = (text: string | null): void => {
      if (job !== this.#current || !this.#asking) return;
      this.#asking = false;
      job.listener.state("running");
      if (!job.stopping) this.#watch(job);
      if (by === "message") this.#worker?.postMessage({ kind: "line", id: job.id, text });
      else this.#signals.tell({ kind: "line", run: this.#run(job), text });
    };
    job.listener.state("asking");
    if (job.listener.asks === undefined) answer(null);
    else job.listener.asks(answer);
  }

  #loaded(version: string): void {
    this.version = version;
    this.#ready = true;
    if (this.#current !== null) this.#begin(this.#current);
  }

  #finished(job: Job, done: Done, answer: string): void {
    if (!this.#used) this.#places.used?.();
    this.#used = true;
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
