import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Breakpoints, firstOfLine, halts, toHalt } from "./breakpoints.ts";
import { lineOf, type Run, runOf } from "./player.ts";
import type { Trace } from "./run-schema.ts";

/** A real run, recorded by the stepper's own tests. */
const file = new URL("../../../tests/explainer/bytecode/examples/trace.json", import.meta.url);
const recorded = runOf(JSON.parse(readFileSync(file, "utf8")) as Trace) as Run;

/** A function of the lines given, one instruction each, and the order in which its offsets run. */
function runThrough(lines: readonly number[], order: readonly number[]): Run {
  const instructions = lines.map((line, at) => ({ line, offset: at * 2, opname: at === 0 ? "RESUME" : "NOP" }));
  const steps = order.map((at) => ({ frame: 0, offset: at * 2, event: at === 0 ? "call" : "step", stack: null, locals: {}, printed: 0 }));
  return { code: [{ instructions }], frames: [{ code: 0, parent: null, depth: 0, generator: false }], values: [], steps, output: "" } as unknown as Run;
}

test("a run halts once each time it comes to a line, not at each of its instructions", () => {
  const run = runThrough([1, 2, 3, 3, 4], [0, 1, 2, 3, 4, 2, 3, 4]);
  assert.deepEqual(halts(run, [3], []), [2, 5]);
});

test("a loop that fits into one line is halted in each of its rounds", () => {
  assert.deepEqual(halts(runThrough([1, 2, 2, 2], [0, 1, 2, 3, 2, 3]), [2], []), [1, 4]);
});

test("the line of `def` halts where it is carried out, not where its frame begins", () => {
  assert.deepEqual(halts(runThrough([1, 1, 2], [0, 1, 2]), [1], []), [1]);
  assert.deepEqual(halts(runThrough([1, 2, 2], [0, 1, 2]), [1], []), []);
});

test("an instruction halts whenever it is about to run, the first of a frame too", () => {
  const run = runThrough([1, 2, 2], [0, 1, 2, 1, 2]);
  assert.deepEqual(halts(run, [], [{ code: 0, offset: 4 }]), [2, 4]);
  assert.deepEqual(halts(run, [], [{ code: 0, offset: 0 }]), [0]);
});

test("in a real run every halt is at its line, and comes from another or from further down", () => {
  const lines = new Set(recorded.code.flatMap(({ instructions }) => instructions.flatMap(({ line }) => line ?? [])));
  for (const line of lines) {
    const found = halts(recorded, [line], []);
    for (const index of found) assert.equal(lineOf(recorded, recorded.steps[index]!), line);
    const reached = recorded.steps.some((step) => {
      const code = recorded.code[recorded.frames[step.frame]!.code]!;
      const at = firstOfLine(code, line);
      return step.event === "step" && at >= 0 && code.instructions[at]!.offset === step.offset;
    });
    assert.equal(found.length > 0, reached, `line ${line}`);
  }
});

test("halts are met going on and going back, and the ends are the ends", () => {
  const run = runThrough([1, 2, 3], [0, 1, 2, 1, 2]);
  assert.equal(toHalt(run, 0, 1, [1, 3]), 1);
  assert.equal(toHalt(run, 1, 1, [1, 3]), 3);
  assert.equal(toHalt(run, 3, 1, [1, 3]), 4);
  assert.equal(toHalt(run, 3, -1, [1, 3]), 1);
  assert.equal(toHalt(run, 1, -1, [1, 3]), 0);
});

test("a line is set and removed by the same key; instructions are forgotten alone", () => {
  const set = new Breakpoints();
  assert.ok(set.none);
  assert.equal(set.toggleLine(7), true);
  assert.equal(set.toggleLine(3), true);
  assert.equal(set.toggleSpot({ code: 0, offset: 2 }), true);
  assert.deepEqual(set.lines, [3, 7]);
  assert.equal(set.toggleLine(7), false);
  set.forgetSpots();
  assert.deepEqual([set.lines, set.spots, set.none], [[3], [], false]);
  assert.equal(set.toggleSpot({ code: 0, offset: 2 }), true);
  assert.equal(set.toggleSpot({ code: 0, offset: 2 }), false);
  set.clear();
  assert.ok(set.none);
});
