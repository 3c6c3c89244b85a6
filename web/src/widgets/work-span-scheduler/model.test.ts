import assert from "node:assert/strict";
import { test } from "node:test";

import { readTrace } from "../drawing/trace.ts";
import { DagError, criticalPath, dagFromRows, layers, parseDag, totalWork } from "./dag.ts";
import {
  MOST_SIZE,
  bestOf,
  caption,
  curveOf,
  moments,
  planEvent,
  startState,
  step,
} from "./model.ts";
import type { Start, State } from "./model.ts";
import { PRESETS } from "./presets.ts";
import type { PresetName } from "./presets.ts";
import { schedule } from "./schedule.ts";
import type { Order, Ratio } from "./schedule.ts";

interface Given {
  dag: [string, number, string[]][];
  workers: number;
  overhead: number;
  order: Order;
}
interface Expected {
  slots: [string, number, number, number][];
  makespan: number;
  work: number;
  span: number;
  lower: string;
  upper: string;
}

const START: Start = { preset: "fan-out", size: 8, workers: 2, overhead: 0, order: "longest-path" };
const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

function equalRatio({ top, bottom }: Ratio, fraction: string, what: string): void {
  const [expectedTop, expectedBottom = "1"] = fraction.split("/");
  assert.equal(top * Number(expectedBottom), bottom * Number(expectedTop), what);
}

test("every schedule equals the one that a ticking clock finds", () => {
  for (const [given, expected] of readTrace<[Given, Expected]>("work-span-scheduler", "schedules")
    .steps) {
    const dag = given.dag.map(([name, work, after]) => ({ name, work, after }));
    const made = schedule(dag, given.workers, given.overhead, given.order);
    const where = JSON.stringify(given);
    assert.deepEqual(
      made.slots.map(({ task, worker, start, end }) => [task, worker, start, end]),
      expected.slots,
      where,
    );
    assert.deepEqual(
      [made.makespan, made.work, made.span],
      [expected.makespan, expected.work, expected.span],
      where,
    );
    equalRatio(made.lower, expected.lower, `lower bound of ${where}`);
    equalRatio(made.upper, expected.upper, `upper bound of ${where}`);
  }
});

test("Graham's graph is slower on four workers than on three", () => {
  const found = curveOf(startState({ ...START, preset: "graham", order: "listed" })).map((made) => [
    made.workers,
    made.makespan,
  ]);
  assert.deepEqual(found, readTrace<[number, number]>("work-span-scheduler", "anomaly").steps);
});

test("every preset of every size is a graph whose greedy schedules keep both bounds", () => {
  for (const name of PRESET_NAMES) {
    for (let size = 1; size <= MOST_SIZE; size += 1) {
      for (const made of curveOf(startState({ ...START, preset: name, size }))) {
        const { makespan, lower, upper } = made;
        assert.ok(
          makespan * lower.bottom >= lower.top && makespan * upper.bottom <= upper.top,
          `${name} ${size} ${made.workers}`,
        );
      }
    }
  }
});

test("the critical path is a way through the graph as long as the span", () => {
  for (const name of PRESET_NAMES) {
    const dag = PRESETS[name].build(7);
    const { span, names } = criticalPath(dag);
    const path = names.map((wanted) => dag.find((task) => task.name === wanted)!);
    assert.equal(totalWork(path), span);
    path.slice(1).forEach((task, i) => assert.ok(task.after.includes(names[i]!)));
  }
});

test("a layer holds only tasks that wait for earlier layers", () => {
  const dag = PRESETS.pipeline.build(4);
  const seen = new Set<string>();
  for (const layer of layers(dag)) {
    for (const { after } of layer) assert.ok(after.every((other) => seen.has(other)));
    layer.forEach(({ name }) => seen.add(name));
  }
  assert.equal(seen.size, dag.length);
});

test("a wide map gets slower with each worker once the overhead exceeds a task", () => {
  const times = (overhead: number): number[] =>
    curveOf(startState({ ...START, preset: "map", size: 8, overhead })).map(
      ({ makespan }) => makespan,
    );
  assert.equal(Math.min(...times(0)), times(0).at(-1));
  assert.equal(Math.min(...times(8)), times(8)[0]);
});

test("with a critical path a smaller overhead is enough to turn the curve over", () => {
  const state = startState({ ...START, overhead: 2 });
  const best = bestOf(curveOf(state));
  assert.ok(1 < best.workers && best.workers < 8, `best on ${best.workers}`);
  assert.match(caption(planEvent(state)), /but \d workers are slower than \d\./);
});

test("stepping forward and back visits every moment once", () => {
  let [state] = step(startState(START), { kind: "first" });
  const forward: number[] = [];
  for (const time of moments(state.schedule)) {
    forward.push(time);
    [state] = step(state, { kind: "step" });
  }
  assert.equal(state.at, forward.length - 1);
  for (let i = 0; i < forward.length; i += 1) [state] = step(state, { kind: "back" });
  assert.equal(state.at, 0);
});

test("the caption of a moment names who starts and who finishes", () => {
  const at = (state: State, ...ways: ("first" | "step")[]): string =>
    ways.reduce<[State, string]>(
      ([now], kind) => {
        const [next, event] = step(now, { kind });
        return [next, caption(event)];
      },
      [state, ""],
    )[1];
  const state = startState({ ...START, size: 2 });
  assert.equal(
    at(state, "first"),
    "At 0: worker 1 starts split. 1 worker idle, 3 tasks still to start.",
  );
  assert.equal(
    at(state, "first", "step"),
    "At 4: worker 1 finishes split, worker 1 starts m1, worker 2 starts m2. 0 workers idle, 1 task still to start.",
  );
  assert.equal(
    at(state, "first", "step", "step", "step"),
    "At 20: worker 1 finishes join. All is done.",
  );
});

test("the caption of a plan says when the critical path is reached", () => {
  const state = startState({ ...START, preset: "chain", size: 4 });
  assert.match(
    caption(planEvent(state)),
    /2 workers need 32 units, 1× the speed of one. That is the critical path \(32\)/,
  );
});

test("a graph is read from text and from table rows alike", () => {
  const fromText = parseDag("read = 2; parse = 3 after read; write = 1 after parse read");
  const fromRows = dagFromRows([
    ["read", "2", "–"],
    ["parse", "3", "read"],
    ["write", "1", "parse, read"],
  ]);
  assert.deepEqual(fromText, fromRows);
  assert.equal(bestOf(curveOf(startState({ ...START, dag: fromText }))).makespan, 6);
});

for (const [text, message] of [
  ["", /no task/],
  ["a = zero", /"a = zero": expected "name = work"/],
  ["a = 0", /task "a": work is 0, expected 1, 2, 3/],
  ["a = 1; a = 2", /task "a" is there twice/],
  ["a = 1 after b", /task "a" waits for "b": there are a/],
  ["a = 1 after b; b = 1 after a", /a, b wait for one another in a circle/],
] as const) {
  test(`a broken graph says what is wrong: ${text}`, () => {
    assert.throws(
      () => parseDag(text),
      (error) => error instanceof DagError && message.test(error.message),
    );
  });
}
