import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { captionOf } from "./caption.ts";
import { coded } from "./meaning.ts";
import {
  codeOf,
  firstInside,
  momentAt,
  type Run,
  runOf,
  toException,
  timesRun,
  toNextLine,
  within,
} from "./player.ts";
import type { Trace } from "./run-schema.ts";

/** A real run, recorded by the stepper's own tests. */
const file = new URL("../../../tests/explainer/bytecode/examples/trace.json", import.meta.url);
const trace = JSON.parse(readFileSync(file, "utf8")) as Trace;
const run = runOf(trace) as Run;

test("a moment's names are all that its frame has bound so far", () => {
  const bound = new Map<number, Map<string, number>>();
  for (const [index, { frame, locals }] of run.steps.entries()) {
    const names = bound.get(frame) ?? new Map<string, number>();
    bound.set(frame, names);
    for (const [name, value] of Object.entries(locals)) {
      if (value === null) names.delete(name);
      else names.set(name, value);
    }
    const shown = momentAt(run, index).locals.map(({ name, value }) => [name, value]);
    assert.deepEqual(new Map(shown as [string, number][]), names);
  }
});

test("the stack is the recorded one, or inside an instruction the last one of that frame", () => {
  let last = new Map<number, readonly number[]>();
  for (const [index, { frame, stack }] of run.steps.entries()) {
    if (stack !== null) last = new Map(last).set(frame, stack);
    const slots = momentAt(run, index).slots?.map(({ value }) => value) ?? null;
    assert.deepEqual(slots, last.get(frame) ?? null);
  }
});

test("what an instruction uses is exactly what is not there afterwards", () => {
  for (const [index, step] of run.steps.entries()) {
    const next = run.steps.slice(index + 1).find((each) => each.frame === step.frame && each.stack !== null);
    if (step.stack === null || next === undefined) continue;
    const kept = momentAt(run, index).slots!.filter(({ fate }) => fate === "kept").map(({ value }) => value);
    assert.deepEqual(next.stack!.slice(0, kept.length), kept);
  }
});

test("what an instruction takes away and puts there makes the next stack of the old one", () => {
  for (const [index, step] of run.steps.entries()) {
    const { slots, puts } = momentAt(run, index);
    if (puts === null) continue;
    const kept = slots!.filter(({ fate }) => fate === "kept").map(({ value }) => value);
    assert.deepEqual([...kept, ...puts], run.steps[index + 1]!.stack, `moment ${index} of ${step.event}`);
  }
});

test("a sentence names the values that go and come", () => {
  const said = run.steps.map((_, index) => captionOf(run, momentAt(run, index), undefined));
  assert.ok(said.some((each) => / It takes `.+` off the stack and puts `.+` on\.$/.test(each)));
  assert.ok(said.some((each) => / It puts `.+` on the stack\.$/.test(each)));
});

test("frames lead from the first to the one that runs", () => {
  for (const [index, { frame }] of run.steps.entries()) {
    const { frames } = momentAt(run, index);
    assert.equal(frames.at(-1)!.frame, frame);
    assert.equal(run.frames[frames[0]!.frame]!.parent, null);
  }
});

test("the output grows to all that was printed", () => {
  const printed = run.steps.map((_, index) => momentAt(run, index).printed);
  for (const [index, text] of printed.entries()) assert.ok(text.startsWith(printed[index - 1] ?? ""));
  assert.equal(printed.at(-1), run.output);
});

test("every exception that is raised is found, in order", () => {
  const raised = run.steps.flatMap(({ event }, at) => (/^(raise|reraise|throw)$/.test(event) ? [at] : []));
  const found: number[] = [];
  for (let at = toException(run, 0); at !== null; at = toException(run, at)) found.push(at);
  assert.ok(found.length > 0);
  assert.deepEqual(found, raised.filter((at) => at > 0));
});

test("a step over a line never ends deeper than it began", () => {
  const depth = (index: number): number => run.frames[run.steps[index]!.frame]!.depth;
  for (const index of run.steps.keys()) {
    assert.ok(depth(toNextLine(run, index, 1)) <= Math.max(depth(index), depth(run.steps.length - 1)));
  }
});

test("it opens inside the function asked for, else inside the first one called", () => {
  const last = run.code.at(-1)!.qualname;
  const ran = run.steps.some((step) => within(codeOf(run, step).qualname, last));
  if (ran) assert.ok(within(codeOf(run, run.steps[firstInside(run, [last])]!).qualname, last));
  assert.equal(run.frames[run.steps[firstInside(run, ["nobody"])]!.frame]!.depth, 1);
});

test("every moment has a sentence", () => {
  for (const index of run.steps.keys()) {
    const said = captionOf(run, momentAt(run, index), undefined);
    assert.match(said, /[.!]$/);
    assert.doesNotMatch(said, /undefined|null|a value/);
  }
});

test("a value that holds backticks is told whole", () => {
  const values = [{ repr: "ValueError('a`b')", type: "ValueError", kind: "object" }];
  const step = { frame: 0, offset: 0, event: "unwind", stack: null, locals: {}, printed: 0, value: 0 };
  const code = [{ qualname: "<module>", instructions: [], exception_table: [] }];
  const failed = { ...run, values, steps: [step], code, frames: [{ code: 0, parent: null, depth: 0, generator: false }] } as unknown as Run;
  const said = captionOf(failed, momentAt(failed, 0), undefined);
  assert.match(said, /the run is over/);
  assert.equal(said.split(/(`[^`]+`)/).length, 5); // two pieces of code, with words around them
  assert.ok(said.includes(coded("ValueError('a`b')")));
});

test("how often instructions ran adds up to all that began", () => {
  const began = run.steps.filter(({ event }) => ["step", "call", "resume"].includes(event)).length;
  const counted = run.code.flatMap((_, place) => [...timesRun(run, place).values()]);
  assert.equal(counted.reduce((sum, times) => sum + times, 0), began);
});

test("a generator that has yielded waits until it is resumed", () => {
  for (const [index, { event, frame }] of run.steps.entries()) {
    if (event !== "yield") continue;
    const after = run.steps.findIndex((step, at) => at > index && step.frame === frame);
    const end = after < 0 ? run.steps.length : after;
    for (let at = index + 1; at < end; at += 1) {
      const { paused, frames } = momentAt(run, at);
      const known = [...paused, ...frames].map((state) => state.frame);
      assert.ok(known.includes(frame), `moment ${at}`);
    }
  }
});

test("a document without a run is no run", () => {
  assert.equal(runOf({ schema: "trace/1", filename: "x", python: trace.python }), null);
});
