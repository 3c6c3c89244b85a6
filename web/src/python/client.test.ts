import assert from "node:assert/strict";
import { test } from "node:test";
import { type Listener, PythonClient, type WorkerLike } from "./client.ts";
import { type Done, LIMITS, type Reply, type Request } from "./protocol.ts";
import { NO_SIGNALS, type Signals } from "./signals.ts";

const line = {} as MessagePort;
const program = { source: "1", name: "a/b.py", typed: "" };
const options = { limitMs: 1000, outputBytes: 10 };
const done: Done = {
  why: "end", error: "", kind: "", line: null, exit_code: 0, ms: 1, printedBytes: 0, renew: "",
  interruptedBy: "",
};

class PlayedWorker implements WorkerLike {
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;
  asked: Request[] = [];
  terminated = false;
  postMessage(request: Request): void {
    this.asked.push(request);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(reply: Reply): void {
    this.onmessage?.({ data: reply } as MessageEvent<Reply>);
  }
  ready(): void {
    this.say({ kind: "ready", version: "3.14.2" });
  }
  get runs(): number[] {
    return this.asked.flatMap((request) => (request.kind === "boot" ? [] : [request.id]));
  }
}

function played(signals: Signals = NO_SIGNALS) {
  const workers: PlayedWorker[] = [];
  const used = { count: 0 };
  const client = new PythonClient(
    () => {
      workers.push(new PlayedWorker());
      return workers.at(-1) as PlayedWorker;
    },
    { runtime: "r/", sizes: {}, supply: () => line, used: () => void used.count++ },
    signals,
  );
  const states: string[] = [];
  const listener: Listener = { state: (state) => states.push(state), output: () => {} };
  const worker = (index: number) => workers[index] as PlayedWorker;
  return { client, workers, worker, states, listener, used };
}

test("no worker is made before somebody shows intent, and only one then", () => {
  const { client, workers } = played();
  assert.equal(workers.length, 0);
  client.warm();
  client.warm();
  assert.equal(workers.length, 1);
});

test("a program waits for the interpreter, runs and is answered", async () => {
  const { client, worker, states, listener } = played();
  const running = client.run(program, options, listener);
  assert.deepEqual(worker(0).runs, []);
  worker(0).ready();
  assert.deepEqual(worker(0).runs, [1]);
  worker(0).say({ kind: "done", id: 1, done, answer: "" });
  assert.deepEqual(await running.outcome, { kind: "done", done });
  assert.deepEqual(states, ["loading", "running"]);
  assert.equal(client.version, "3.14.2");
});

test("it is told once that Python has been used, after the first program", async () => {
  const { client, worker, listener, used } = played();
  const first = client.run(program, options, listener);
  worker(0).ready();
  assert.equal(used.count, 0);
  worker(0).say({ kind: "done", id: 1, done, answer: "" });
  await first.outcome;
  const second = client.run(program, options, listener);
  worker(0).say({ kind: "done", id: 2, done, answer: "" });
  await second.outcome;
  assert.equal(used.count, 1);
});

test("programs run one after another, in order", async () => {
  const { client, worker, listener } = played();
  client.warm();
  worker(0).ready();
  const [first, second] = [1, 2].map(() => client.run(program, options, listener));
  assert.deepEqual(worker(0).runs, [1]);
  worker(0).say({ kind: "done", id: 1, done, answer: "" });
  await first?.outcome;
  assert.deepEqual(worker(0).runs, [1, 2]);
  worker(0).say({ kind: "done", id: 2, done, answer: "" });
  assert.equal((await second?.outcome)?.kind, "done");
});

test("where a busy worker cannot be reached, Stop ends it and starts another on the same supply", async () => {
  const { client, workers, worker, listener } = played();
  const running = client.run(program, options, listener);
  worker(0).ready();
  running.stop();
  assert.deepEqual(await running.outcome, { kind: "stopped", by: "reader" });
  assert.equal(worker(0).terminated, true);
  assert.equal(workers.length, 2);
  const [boot] = worker(1).asked;
  assert.equal(boot?.kind === "boot" && boot.supply, line);
});

test("Stop while loading keeps the worker that loads", async () => {
  const { client, worker, workers, listener } = played();
  const running = client.run(program, options, listener);
  running.stop();
  assert.deepEqual(await running.outcome, { kind: "stopped", by: "early" });
  worker(0).ready();
  assert.deepEqual([workers.length, worker(0).runs, worker(0).terminated], [1, [], false]);
});

test("Stop of a waiting program leaves the running one alone", async () => {
  const { client, worker, listener } = played();
  client.warm();
  worker(0).ready();
  client.run(program, options, listener);
  const second = client.run(program, options, listener);
  second.stop();
  assert.equal((await second.outcome).kind, "stopped");
  assert.equal(worker(0).terminated, false);
});

test("the last words of an ended worker are not heard", async () => {
  const { client, worker, listener } = played();
  const first = client.run(program, options, listener);
  worker(0).ready();
  first.stop();
  const second = client.run(program, options, listener);
  worker(0).say({ kind: "done", id: 2, done, answer: "" });
  worker(1).ready();
  worker(1).say({ kind: "fatal", id: 2, message: "gone" });
  assert.deepEqual(await second.outcome, { kind: "crashed", message: "gone" });
});

test("a program that ignores its limit is ended a grace later", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { client, worker, listener } = played();
  const running = client.run(program, options, listener);
  worker(0).ready();
  context.mock.timers.tick(1000 + LIMITS.graceMs - 1);
  assert.equal(worker(0).terminated, false);
  context.mock.timers.tick(1);
  assert.deepEqual(await running.outcome, { kind: "stopped", by: "limit" });
});

test("without a limit nobody watches the clock", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { client, worker, listener } = played();
  client.run(program, { ...options, limitMs: null }, listener);
  worker(0).ready();
  context.mock.timers.tick(10 ** 9);
  assert.equal(worker(0).terminated, false);
});

test("a crash is told, and the next program gets a fresh worker", async () => {
  const { client, worker, listener } = played();
  const running = client.run(program, options, listener);
  worker(0).ready();
  worker(0).onerror?.({ message: "boom" } as ErrorEvent);
  assert.deepEqual(await running.outcome, { kind: "crashed", message: "boom" });
  const next = client.run(program, options, listener);
  worker(1).ready();
  worker(1).say({ kind: "done", id: 2, done, answer: "" });
  assert.equal((await next.outcome).kind, "done");
});

test("a program that waits for more of Python is sent again, and no limit runs meanwhile", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { client, worker, workers, states, listener } = played();
  const running = client.run(program, options, listener);
  worker(0).ready();
  worker(0).say({ kind: "wait" });
  worker(0).say({ kind: "progress", loaded: 1, total: 2 });
  context.mock.timers.tick(options.limitMs + LIMITS.graceMs);
  assert.equal(worker(0).terminated, false);
  worker(0).ready();
  assert.deepEqual([worker(0).runs, states], [[1, 1], ["loading", "running", "loading", "running"]]);
  worker(0).say({ kind: "done", id: 1, done, answer: "" });
  assert.equal((await running.outcome).kind, "done");
  assert.equal(workers.length, 1);
});

test("Stop takes back a program that waits for more of Python, and the worker goes on", async () => {
  const { client, worker, listener } = played();
  const running = client.run(program, options, listener);
  worker(0).ready();
  worker(0).say({ kind: "wait" });
  running.stop();
  assert.deepEqual(await running.outcome, { kind: "stopped", by: "early" });
  const next = client.run(program, options, listener);
  worker(0).ready();
  assert.deepEqual([worker(0).runs, worker(0).terminated], [[1, 2], false]);
  worker(0).say({ kind: "done", id: 2, done, answer: "" });
  assert.equal((await next.outcome).kind, "done");
});

test("a spoiled interpreter is replaced after its answer", async () => {
  const { client, workers, worker, listener } = played();
  const running = client.run(program, options, listener);
  worker(0).ready();
  worker(0).say({ kind: "done", id: 1, done: { ...done, renew: "it used ctypes" }, answer: "" });
  assert.equal((await running.outcome).kind, "done");
  assert.deepEqual([worker(0).terminated, workers.length], [true, 2]);
});

test("when Python cannot be loaded all that wait are told, and nothing is tried by itself", async () => {
  const { client, workers, worker, listener } = played();
  const both = [1, 2].map(() => client.run(program, options, listener));
  worker(0).say({ kind: "unavailable", message: "no network" });
  for (const running of both) {
    assert.deepEqual(await running.outcome, { kind: "unavailable", message: "no network" });
  }
  assert.equal(workers.length, 1);
  client.run(program, options, listener);
  assert.equal(workers.length, 2);
});

const call = { module: "explainer.bytecode", function: "outcome", arguments: { source: "1" } };

test("a call waits in the same queue and gives the function's answer", async () => {
  const { client, worker, listener } = played();
  client.warm();
  worker(0).ready();
  const first = client.run(program, options, listener);
  const second = client.call<{ code: number[] }>(call, options, listener);
  assert.deepEqual(worker(0).runs, [1]);
  worker(0).say({ kind: "done", id: 1, done, answer: "" });
  await first.outcome;
  assert.deepEqual(worker(0).asked.at(-1), { kind: "call", id: 2, ...call, ...options, signals: null });
  worker(0).say({ kind: "done", id: 2, done, answer: '{"code": [1]}' });
  assert.deepEqual(await second.outcome, { kind: "done", value: { code: [1] }, done });
});

test("what a called function raises is an error with its traceback", async () => {
  const { client, worker, listener } = played();
  const calling = client.call(call, options, listener);
  worker(0).ready();
  const failed: Done = { ...done, why: "error", error: "Traceback …\nKeyError", kind: "KeyError" };
  worker(0).say({ kind: "done", id: 1, done: failed, answer: "" });
  assert.deepEqual(await calling.outcome, { kind: "error", error: failed.error, done: failed });
});

test("a call beyond its limit is stopped, whether it heeds the limit or not", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { client, worker, listener } = played();
  const heeding = client.call(call, options, listener);
  worker(0).ready();
  worker(0).say({ kind: "done", id: 1, done: { ...done, why: "interrupt", interruptedBy: "limit" }, answer: "" });
  assert.deepEqual(await heeding.outcome, { kind: "stopped", by: "limit" });
  const deaf = client.call(call, options, listener);
  context.mock.timers.tick(1000 + LIMITS.graceMs);
  assert.deepEqual(await deaf.outcome, { kind: "stopped", by: "limit" });
});

function helped() {
  const told: Parameters<Signals["tell"]>[0][] = [];
  const signals: Signals = {
    flag: null,
    address: (run) => `sw.js?python=${run}`,
    tell: (each) => void told.push(each),
  };
  return { told, ...played(signals) };
}

test("Stop asks the program through the service worker and keeps the worker that answers", async () => {
  const { client, worker, workers, states, listener, told } = helped();
  const running = client.run(program, options, listener);
  worker(0).ready();
  worker(0).say({ kind: "signals", answered: true });
  running.stop();
  const [order] = worker(0).asked.filter((request) => request.kind === "run");
  assert.equal(order?.kind === "run" && order.signals, `sw.js?python=${told[0]?.run}`);
  assert.equal(told[0]?.kind, "stop");
  const stopped: Done = { ...done, why: "interrupt", interruptedBy: "reader" };
  worker(0).say({ kind: "interrupted", id: 1 });
  worker(0).say({ kind: "done", id: 1, done: stopped, answer: "" });
  assert.deepEqual(await running.outcome, { kind: "done", done: stopped });
  assert.deepEqual([workers.length, worker(0).terminated], [1, false]);
  assert.deepEqual(states, ["loading", "running", "stopping", "interrupted"]);
});

test("a program asked to stop that goes on is ended a grace later, or at a second Stop", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { client, worker, listener } = helped();
  const first = client.run(program, options, listener);
  worker(0).ready();
  first.stop();
  context.mock.timers.tick(LIMITS.graceMs - 1);
  assert.equal(worker(0).terminated, false);
  context.mock.timers.tick(1);
  assert.deepEqual(await first.outcome, { kind: "stopped", by: "reader" });
  const second = client.run(program, options, listener);
  worker(1).ready();
  second.stop();
  second.stop();
  assert.deepEqual(await second.outcome, { kind: "stopped", by: "reader" });
});

test("a worker that the service worker does not answer is ended at once", async () => {
  const { client, worker, listener } = helped();
  const running = client.run(program, options, listener);
  worker(0).ready();
  worker(0).say({ kind: "signals", answered: false });
  running.stop();
  assert.deepEqual(await running.outcome, { kind: "stopped", by: "reader" });
});

test("a shared flag names the run to stop", () => {
  const flag = new Int32Array(1);
  const { client, worker, listener } = played({ ...NO_SIGNALS, flag });
  const running = client.run(program, options, listener);
  worker(0).ready();
  running.stop();
  assert.deepEqual([flag[0], worker(0).terminated], [1, false]);
});

test("a line that is asked for is passed on, and the limit waits meanwhile", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { client, worker, states, listener, told } = helped();
  const answers: ((text: string | null) => void)[] = [];
  client.run(program, options, { ...listener, asks: (answer) => answers.push(answer) });
  worker(0).ready();
  worker(0).say({ kind: "ask", id: 1, by: "message" });
  context.mock.timers.tick(10 ** 6);
  answers[0]?.("Ada");
  answers[0]?.("twice");
  const lines = worker(0).asked.filter((request) => request.kind === "line");
  assert.deepEqual(lines, [{ kind: "line", id: 1, text: "Ada" }]);
  worker(0).say({ kind: "ask", id: 1, by: "signal" });
  answers[1]?.(null);
  assert.deepEqual([told[0]?.kind, told[0]?.kind === "line" && told[0].text], ["line", null]);
  assert.deepEqual(states, ["loading", "running", "asking", "running", "asking", "running"]);
  assert.equal(worker(0).terminated, false);
});

test("who listens without a field has no more input", () => {
  const { client, worker, listener } = helped();
  client.run(program, options, listener);
  worker(0).ready();
  worker(0).say({ kind: "ask", id: 1, by: "message" });
  assert.deepEqual(worker(0).asked.at(-1), { kind: "line", id: 1, text: null });
});
