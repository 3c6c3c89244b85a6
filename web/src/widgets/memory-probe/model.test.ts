import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readTrace } from "../drawing/trace.ts";
import { LINE_CELLS, chase, ladderSizes, link, shuffled } from "./chase.ts";
import { type Knee, type Point, findKnees, isSharp, undisturbed } from "./knees.ts";
import { START, caption, crews, figuresOf, pointsOf, progress, rough, step } from "./model.ts";
import type { Op, State } from "./model.ts";

function ladder(name: string): Point[] {
  const file = new URL(
    `../../../../tests/traces/memory-probe/ladders/${name}.json`,
    import.meta.url,
  );
  const { points } = JSON.parse(readFileSync(file, "utf8")) as { points: [number, number][] };
  return points.map(([bytes, seconds]) => ({ bytes, seconds }));
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual / expected - 1) < 1e-9, `${what}: ${actual}, expected ${expected}`);
}

function played(...ops: Op[]): State {
  return ops.reduce((state, op) => step(state, op)[0], START);
}

test("every climb is found where Python finds it", () => {
  const { steps } = readTrace<[string, [number, number][]]>("memory-probe", "climbs");
  assert.ok(steps.length >= 3);
  for (const [name, expected] of steps) {
    const found = findKnees(ladder(name)).map(({ fromBytes, toBytes }) => [fromBytes, toBytes]);
    assert.deepEqual(found, expected, name);
  }
});

test("without knowing the caches, each knee that hwinfo finds beside a reported size is in a band", () => {
  for (const [name, caches] of readTrace<[string, [string, number][]]>("memory-probe", "informed")
    .steps) {
    const knees = findKnees(ladder(name));
    assert.ok(caches.length >= 2, name);
    for (const [cache, bytes] of caches) {
      const band = knees.find((knee) => knee.fromBytes <= bytes && bytes <= knee.toBytes);
      assert.ok(band, `${name}: ${cache} at ${bytes}`);
      if (cache === "L1d")
        near(Math.round(band.bytes / 1024), Math.round(bytes / 1024), `${name} ${cache}`);
    }
  }
});

test("a flat ladder has no knee, a short one none either, and a step has one", () => {
  const flat = ladderSizes(2 ** 20).map((bytes) => ({ bytes, seconds: 1e-9 }));
  assert.deepEqual(findKnees(flat), []);
  assert.deepEqual(findKnees(flat.slice(0, 3)), []);
  const stepped = flat.map(({ bytes }) => ({ bytes, seconds: bytes > 32_768 ? 4e-9 : 1e-9 }));
  const [knee, ...others] = findKnees(stepped);
  assert.deepEqual(others, []);
  assert.ok(isSharp(knee!) && knee!.fromBytes === 32_768 && knee!.bytes > 32_768);
});

test("a climb that the end of the ladder cuts off is no knee", () => {
  const cut = ladderSizes(2 ** 20).map((bytes, at, all) => ({
    bytes,
    seconds: at === all.length - 1 ? 9e-9 : 1e-9,
  }));
  assert.deepEqual(findKnees(cut), []);
});

test("a disturbed time is lowered to what more memory took", () => {
  const times = [1, 9, 2, 8, 7].map((seconds, at) => ({ bytes: 2 ** at, seconds }));
  assert.deepEqual(
    undisturbed(times).map(({ seconds }) => seconds),
    [1, 2, 2, 7, 7],
  );
  assert.deepEqual(undisturbed([]), []);
});

test("a walk comes to every line once, and back", () => {
  let seed = 7;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (const lines of [1, 2, 64, 1000]) {
    const cells = new Int32Array(lines * LINE_CELLS);
    link(cells, lines, random);
    const seen = new Set<number>();
    let at = 0;
    do {
      seen.add(at);
      at = cells[at]!;
    } while (at !== 0);
    assert.equal(seen.size, lines);
  }
  const cells = new Int32Array(64 * LINE_CELLS);
  link(cells, 64, random);
  assert.equal(chase(cells, 0, 64), 0);
  assert.deepEqual(shuffled([1, 2, 3, 4], random).toSorted(), [1, 2, 3, 4]);
});

test("sizes are whole lines, three to the doubling", () => {
  const sizes = ladderSizes(2 ** 26);
  assert.deepEqual(sizes.slice(0, 4), [4096, 5120, 6464, 8192]);
  assert.equal(sizes.length, 43);
  assert.ok(sizes.every((size) => size % 64 === 0));
});

test("the least time of a size counts, and a clock that stood still does not", () => {
  const sample = (seconds: number): Op => ({ kind: "sample", bytes: 4096, seconds });
  const state = played(
    { kind: "start", wantedPasses: 2 },
    { kind: "sizes", sizes: [4096, 8192] },
    sample(3e-9),
    sample(2e-9),
    sample(0),
    sample(Infinity),
  );
  assert.deepEqual(pointsOf(state), [{ bytes: 4096, seconds: 2e-9 }]);
  assert.equal(progress(state), 0.5);
  assert.equal(START.least.size, 0);
});

test("stopping keeps what was found and says so; a stop of nothing changes nothing", () => {
  assert.equal(played({ kind: "stop" }), START);
  const [state, event] = step(played({ kind: "start", wantedPasses: 1 }), { kind: "stop" });
  assert.equal(state.phase, "stopped");
  assert.match(
    caption(event, 8),
    /^Stopped early; .* The browser reports 8 processors\. An estimate made by this browser\.$/,
  );
});

test("the caption tells knees, processors and that it is an estimate", () => {
  const samples = ladder("virtual-3").map(({ bytes, seconds }): Op => ({
    kind: "sample",
    bytes,
    seconds,
  }));
  const done = played(
    { kind: "start", wantedPasses: 1 },
    ...samples,
    { kind: "climbed" },
    { kind: "counted", workers: 1, turns: 100 },
    { kind: "counted", workers: 2, turns: 187 },
    { kind: "counted", workers: 2, turns: 120 },
  );
  const [, event] = step(done, { kind: "finish" });
  assert.equal(
    caption(event, 2),
    "The latency bends at about 46 KiB, at about 950 KiB and between 4 MiB and 20 MiB. " +
      "The browser reports 2 processors; 2 workers together did 1.9 times the work of one. " +
      "An estimate made by this browser.",
  );
  const reported = [
    { name: "L1d", bytes: 49_152 },
    { name: "L2", bytes: 1_048_576 },
  ];
  assert.match(
    caption(event, 2, reported),
    / Your report says L1d 48 KiB and L2 1 MiB\. The browser/,
  );
});

test("only knees that are sharp become figures", () => {
  const sharp: Knee = {
    fromBytes: 40_000,
    toBytes: 65_536,
    bytes: 47_500,
    secondsBefore: 1e-9,
    secondsBehind: 3e-9,
  };
  const wide: Knee = { ...sharp, fromBytes: 400_000, toBytes: 13_000_000, bytes: 2_800_000 };
  assert.deepEqual(figuresOf([sharp, wide], 8), {
    "counts.processing_units": 8,
    "caches.L1d.size_bytes": 46 * 1024,
  });
  assert.deepEqual(figuresOf([wide, sharp], 0), {});
  assert.deepEqual(figuresOf([{ ...sharp, secondsBehind: 1.6e-9 }], 0), {});
  assert.deepEqual(figuresOf([], 4), { "counts.processing_units": 4 });
});

test("crews double up to all processors, at most 32", () => {
  assert.deepEqual(crews(1), [1]);
  assert.deepEqual(crews(6), [1, 2, 4, 6]);
  assert.deepEqual(crews(256), [1, 2, 4, 8, 16, 32]);
  assert.deepEqual(crews(0), [1]);
});

test("an estimate has two digits", () => {
  assert.equal(rough(47_513), "46 KiB");
  assert.equal(rough(993_792), "970 KiB");
  assert.equal(rough(11_227_648), "11 MiB");
});
