import assert from "node:assert/strict";
import { test } from "node:test";

import { readTrace } from "../drawing/trace.ts";
import {
  LIMITS,
  START,
  caption,
  gustafson,
  peakWorkers,
  read,
  step,
  tableWorkers,
} from "./model.ts";
import type { Setting, State } from "./model.ts";

type Settings = Record<"share" | "contention" | "coherency", string> & { workers: number };
type Expected = Record<"amdahl" | "gustafson" | "usl", string> & {
  ceiling: string | null;
  peak_workers: number | null;
};

function number(fraction: string): number {
  const [top, bottom = "1"] = fraction.split("/");
  return Number(top) / Number(bottom);
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(
    Math.abs(actual - expected) <= 1e-12 * Math.abs(expected),
    `${what}: ${actual}, expected ${expected}`,
  );
}

function dialled(settings: Settings): State {
  let state: State = START;
  for (const setting of [
    "share",
    "workers",
    "contention",
    "coherency",
  ] as const satisfies Setting[]) {
    [state] = step(state, { kind: "set", setting, value: number(String(settings[setting])) });
  }
  return state;
}

test("every reading equals the fraction that Python computes", () => {
  for (const [settings, expected] of readTrace<[Settings, Expected]>("amdahl-sliders", "laws")
    .steps) {
    const state = dialled(settings);
    const reading = read(state);
    const where = JSON.stringify(settings);
    for (const curve of ["amdahl", "gustafson", "usl"] as const)
      near(reading[curve], number(expected[curve]), `${curve} ${where}`);
    if (expected.ceiling === null) assert.equal(reading.ceiling, Infinity);
    else near(reading.ceiling, number(expected.ceiling), `ceiling ${where}`);
    assert.equal(peakWorkers(state), expected.peak_workers ?? Infinity, `peak ${where}`);
  }
});

test("the seconds left over equal the fractions of the time form", () => {
  for (const [times, left] of readTrace<[number, string]>("amdahl-sliders", "seconds").steps) {
    const law = read({ ...START, subject: "part", share: 0.8, workers: times });
    near(100 / law.amdahl, number(left), `${times} times faster`);
  }
});

test("a problem that does not grow brings Gustafson back to Amdahl", () => {
  for (const workers of [1, 2, 7, 64])
    near(gustafson(0.9, workers, 0), read({ ...START, share: 0.9, workers }).amdahl, "g = 0");
});

test("values outside a slider's range are brought to its end", () => {
  assert.equal(step(START, { kind: "set", setting: "share", value: 7 })[0].share, 1);
  assert.equal(
    step(START, { kind: "my-machine", processors: 5000, by: "browser" })[0].workers,
    1024,
  );
});

test("the caption says who reports the number of workers", () => {
  const report = step(START, { kind: "my-machine", processors: 12, by: "report" })[1];
  assert.match(caption(report), /^Your report names 12 workers\. /);
  const moved = step(report.state, { kind: "set", setting: "share", value: 0.9 })[1];
  assert.doesNotMatch(caption(moved), /reports/);
});

test("a curve is switched on and off, in the order of the legend", () => {
  const [both] = step({ ...START, show: ["usl"] }, { kind: "toggle", curve: "amdahl" });
  assert.deepEqual(both.show, ["amdahl", "usl"]);
  assert.deepEqual(step(both, { kind: "toggle", curve: "usl" })[0].show, ["amdahl"]);
});

test("the table has the powers of two, the present count and the peak", () => {
  const state: State = { ...START, workers: 6, show: ["usl"], coherency: 0.01 };
  assert.equal(peakWorkers(state), 10);
  assert.deepEqual(tableWorkers(state, 16), [1, 2, 4, 6, 8, 10, 16]);
});

test("the caption says the speed-up, the ceiling and where more workers hurt", () => {
  const [, plain] = step(START, { kind: "set", setting: "workers", value: 8 });
  assert.equal(
    caption(plain),
    "With 95 % parallel on 8 workers at most 5.93×, 74.1 % of each worker used; the ceiling is 20×.",
  );
  const state: State = { ...START, show: ["usl"], coherency: 0.001, workers: 64 };
  assert.match(
    caption(step(state, { kind: "set", setting: "workers", value: 64 })[1]),
    /best is 9\.04× on 31 workers, and you are past it/,
  );
});

test("the caption of a part made faster counts its seconds", () => {
  const state: State = { ...START, subject: "part", share: 0.8, totalSeconds: 100 };
  const [, event] = step(state, { kind: "set", setting: "workers", value: 4 });
  assert.equal(
    caption(event),
    "Make 80 % of the time 4× faster and the whole runs 2.5× faster: 100 s become 40 s; the untouched 20 s remain, so the limit is 5×.",
  );
});

test("no corner of the sliders gives a caption with a hole", () => {
  for (const subject of ["workers", "part"] as const) {
    for (const [share, workers, contention, coherency, growth] of corners()) {
      const state: State = { ...START, subject, share, workers, contention, coherency, growth };
      const shown: State = { ...state, show: ["amdahl", "gustafson", "usl"], totalSeconds: 100 };
      const [, event] = step(shown, { kind: "set", setting: "growth", value: growth });
      assert.doesNotMatch(caption(event), /NaN|undefined|∞|-\d/, JSON.stringify(shown));
    }
  }
});

type Corner = [share: number, workers: number, sigma: number, kappa: number, growth: number];

function corners(): Corner[] {
  const ends = [LIMITS.share, LIMITS.workers, LIMITS.contention, LIMITS.coherency, LIMITS.growth];
  return ends.reduce<number[][]>(
    (found, limits) => found.flatMap((part) => limits.map((end) => [...part, end])),
    [[]],
  ) as Corner[];
}
