import assert from "node:assert/strict";
import { test } from "node:test";

import { readTrace } from "../drawing/trace.ts";
import { EMPTY, OPS, ScriptError, caption, parseScript, step } from "./model.ts";
import type { Event, OpKind, State } from "./model.ts";
import { MOST_ITEMS, growthRule, growthRule38, stairs } from "./rules.ts";

type Step = [kind: OpKind, n: number, length: number, slots: number];

function ran(script: string, start: State = EMPTY): [State, Event] {
  let state = start;
  let event: Event | undefined;
  for (const op of parseScript(script)) [state, event] = step(state, op);
  return [state, event!];
}

for (const name of ["random", "making", "pop-last"]) {
  test(`the model has the slots of a real list after every operation: ${name}`, () => {
    let state = EMPTY;
    readTrace<Step>("list-growth", name).steps.forEach(([kind, n, length, slots], i) => {
      const before = state;
      [state] = step(state, { kind, n });
      assert.deepEqual(
        [state.length, state.allocated],
        [length, slots],
        `${i}: ${kind} ${n} after ${JSON.stringify(before)}`,
      );
    });
  });
}

for (const [name, rule] of [
  ["stairs-3.9", growthRule],
  ["stairs-3.8", growthRule38],
] as const) {
  test(`appending one by one climbs the same stairs: ${name}`, () => {
    assert.deepEqual(stairs(rule, 3000), readTrace<[number, number]>("list-growth", name).steps);
  });
}

test("the counters add up what the events say", () => {
  const [state] = ran("append 100; insert 0; pop-first");
  assert.equal(state.counters.appends, 100);
  assert.equal(state.counters.shifted, 200);
  assert.equal(state.counters.resizes, stairs(growthRule, 100).length);
  assert.equal(
    state.counters.mayCopy,
    stairs(growthRule, 100).reduce((sum, [length]) => sum + length - 1, 0),
  );
});

test("an append with a spare slot changes nothing but the length", () => {
  const [, event] = ran("append 5; append");
  assert.deepEqual(event.resizes, []);
  assert.equal(caption(event), "x.append(item): the array stays as it is, with 2 spare slots.");
});

test("the caption of a growing append shows the rule with its numbers", () => {
  const [, event] = ran("append 8; append");
  assert.equal(
    caption(event),
    "x.append(item): room for 9 is needed and 8 slots exist, so it grows: (9 + 9 // 8 + 6) & ~3 = (9 + 1 + 6) & ~3 = 16 slots. At worst 8 slots must be copied.",
  );
});

test("the caption of a shrinking pop says that less than half was used", () => {
  const [, event] = ran("append 17; pop 6");
  assert.match(caption(event), /11 is less than half of 24, so the array shrinks: .* = 16 slots/);
});

test("a hundred and one items after [None] * 100 have 116 slots", () => {
  assert.equal(ran("repeat 100; append")[0].allocated, 116);
});

test("popping from an empty list is an IndexError, not a change", () => {
  const [state, event] = ran("pop");
  assert.deepEqual(state, EMPTY);
  assert.match(caption(event), /IndexError/);
});

test("a list longer than the strip is refused and left alone", () => {
  const [state, event] = ran(`append ${MOST_ITEMS}; append`);
  assert.equal(state.length, MOST_ITEMS);
  assert.match(caption(event), /ends at 4,000 items/);
});

test("every operation has a caption without holes", () => {
  for (const kind of OPS)
    assert.doesNotMatch(caption(ran(`append 3; ${kind} 2`)[1]), /undefined|NaN/);
});

for (const [script, message] of [
  ["apend 3", /no operation "apend"; there are append, pop/],
  ["append x", /"append x": expected "append" and one whole number/],
  ["append 3 4", /expected "append" and one whole number/],
] as const) {
  test(`a broken script says what is wrong: ${script}`, () => {
    assert.throws(
      () => parseScript(script),
      (error) => error instanceof ScriptError && message.test(error.message),
    );
  });
}
