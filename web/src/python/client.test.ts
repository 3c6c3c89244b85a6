import assert from "node:assert/strict";
import { test } from "node:test";
import { type Listener, PythonClient, type WorkerLike } from "./client.ts";
import { type Done, LIMITS, type Reply, type Request } from "./protocol.ts";

const line = {} as MessagePort;
const program = { source: "1", name: "a/b.py", typed: "" };
const options = { limitMs: 1000, outputBytes: 10 };
const done: Done = {
  why: "end", error: "", kind: "", line: null, exit_code: 0, ms: 1, printedBytes: 0, renew: "",
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

function played() {
  const workers: PlayedWorker[] = [];
  const client = new PythonClient(
    () => {
      workers.push(new PlayedWorker());
      return workers.at(-1) as PlayedWorker;
    },
    { runtime: "r/", sizes: {}, supply: () => line },
  );
  const states: string[] = [];
  const listener: Listener = { state: (state) => states.push(state), output: () => {} };
  const worker = (index: number) => workers[index] as PlayedWorker;
  return { client, workers, worker, states, listener };
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

test("Stop ends the worker and starts another on the same supply", async () => {
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
  assert.deepEqual(worker(0).asked.at(-1), { kind: "call", id: 2, ...call, ...options });
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
  worker(0).say({ kind: "done", id: 1, done: { ...done, why: "interrupt" }, answer: "" });
  assert.deepEqual(await heeding.outcome, { kind: "stopped", by: "limit" });
  const deaf = client.call(call, options, listener);
  context.mock.timers.tick(1000 + LIMITS.graceMs);
  assert.deepEqual(await deaf.outcome, { kind: "stopped", by: "limit" });
});
