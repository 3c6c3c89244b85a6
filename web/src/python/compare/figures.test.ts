import assert from "node:assert/strict";
import { test } from "node:test";
import type { Comparison, Side } from "./document.ts";
import { inUnit, opcodeRows, rows, unitOf } from "./figures.ts";

const time = (median_s: number) => ({
  loops: 1, samples_s: [median_s], median_s, low_s: median_s * 0.9, high_s: median_s * 1.2,
});
const side = (instructions: number | null, seconds: number): Side => ({
  printed: "", instructions, opcodes: { NOP: 1 }, peak_bytes: 2048, held_bytes: 3, time: time(seconds),
});
const comparison = (first: Side, second: Side): Comparison => ({
  schema: "comparison/1", sides: [first, second], same_text: false, same_output: true, says: [],
  time: { median: 0.5, low: 0.45, high: 0.6, rounds: 12 },
});

test("counts come before times, each with its ratio", () => {
  const made = rows(comparison(side(2000, 0.004), side(1000, 0.002)));
  assert.deepEqual(made.map(({ name }) => name), [
    "Instructions executed", "Most memory at once", "Memory held at the end",
    "Time of one run, 12 rounds",
  ]);
  assert.deepEqual(made[0], {
    name: "Instructions executed", first: "2,000", second: "1,000", ratio: "0.50",
  });
  assert.deepEqual(made[3], {
    name: "Time of one run, 12 rounds",
    first: "4 (3.6–4.8) ms", second: "2 (1.8–2.4) ms", ratio: "0.50 (0.45–0.60)",
  });
});

test("what was too much to count has no ratio, and what was not measured no row", () => {
  const [first] = rows(comparison(side(null, 1), side(7, 1)));
  assert.deepEqual(first, {
    name: "Instructions executed", first: "too many", second: "7", ratio: "",
  });
  const { time: _, ...stopped } = comparison({ printed: "" }, { printed: "" });
  assert.deepEqual(rows(stopped), []);
});

test("kinds of instruction are listed by how much they differ", () => {
  const first: Side = { opcodes: { ADD: 5, NOP: 1, LOAD: 9 } };
  const second: Side = { opcodes: { ADD: 1, LOAD: 9, YIELD: 2 } };
  const made = opcodeRows([first, second]).map((row) => [row.name, row.first, row.second]);
  assert.deepEqual(made, [
    ["ADD", "5", "1"], ["YIELD", "0", "2"], ["NOP", "1", "0"], ["LOAD", "9", "9"],
  ]);
  assert.deepEqual(opcodeRows([first, { opcodes: null }]), []);
});

test("times are shown in the unit that fits", () => {
  const shown = [4.2e-7, 0.00123456, 12.3456].map((s) => `${inUnit(s, unitOf(s))} ${unitOf(s).name}`);
  assert.deepEqual(shown, ["0.42 µs", "1.23 ms", "12.3 s"]);
});
