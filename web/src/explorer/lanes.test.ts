import assert from "node:assert/strict";
import { test } from "node:test";
import { arcsOf, bracketsOf, inLanes, lanes } from "./lanes.ts";
import type { CodeObject, Instruction } from "./schema.ts";

function code(offsets: number[], parts: Partial<CodeObject> = {}, jumps: Record<number, number> = {}) {
  const instructions = offsets.map((offset) => {
    const target = jumps[offset];
    return { offset, jump: target === undefined ? null : { offset: target, label: "L1" } };
  });
  const shape = { instructions: instructions as Instruction[], exception_table: [], ...parts };
  return shape as unknown as CodeObject;
}

test("a short jump stands nearest, and one around it further out", () => {
  const arcs = arcsOf(code([0, 2, 4, 6, 8], {}, { 0: 8, 2: 6 }));
  assert.deepEqual(arcs, [
    { from: 1, to: 3, back: false, lane: 0 },
    { from: 0, to: 4, back: false, lane: 1 },
  ]);
});

test("a jump to an earlier instruction, or to itself, is one back", () => {
  const arcs = arcsOf(code([0, 2, 4], {}, { 4: 0, 2: 2 }));
  assert.deepEqual(arcs.map(({ back }) => back), [true, true]);
});

test("no two lines of one lane touch", () => {
  const intervals = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => ({ from: (i * 5) % 8, to: (i * 3) % 11 }));
  const placed = inLanes(intervals);
  for (const [i, a] of placed.entries()) {
    for (const b of placed.slice(i + 1)) {
      const apart = Math.max(a.from, a.to) < Math.min(b.from, b.to) || Math.max(b.from, b.to) < Math.min(a.from, a.to);
      assert.ok(a.lane !== b.lane || apart);
    }
  }
  assert.equal(lanes(placed), 1 + Math.max(...placed.map(({ lane }) => lane)));
});

test("a bracket covers the protected rows, up to but not including its end", () => {
  const handler = { start: 2, end: 6, target: 8, start_label: "L1", end_label: "L2", target_label: "L3", depth: 1, lasti: false };
  const brackets = bracketsOf(code([0, 2, 4, 6, 8], { exception_table: [handler] }));
  assert.deepEqual(brackets, [{ from: 1, to: 2, target: 4, label: "L3", depth: 1, lane: 0 }]);
});

test("a range that ends with the code ends with its last row", () => {
  const handler = { start: 2, end: 99, target: 0, start_label: "L1", end_label: "L2", target_label: "L3", depth: 0, lasti: true };
  assert.equal(bracketsOf(code([0, 2, 4], { exception_table: [handler] }))[0]?.to, 2);
});
