import assert from "node:assert/strict";
import { test } from "node:test";

import { MachineStore } from "./store.ts";
import { shown, stateWords } from "./whose.ts";

const BUILDER = { text: "1 MiB", says: "the builder’s machine: AMD EPYC" };
const KEPT = {
  name: "Z1",
  takenAt: "2026-11-28T21:39:32Z",
  machine: { caches: { L2: { size_bytes: 2_097_152 }, L3: { size_bytes: null } } },
};
const L2 = { field: "caches.L2.size_bytes" };
const L3 = { field: "caches.L3.size_bytes" };
const GUESS = { at: "2026-11-28", figures: { "caches.L2.size_bytes": 1_258_291 } };

class Memory {
  readonly kept = new Map<string, string>();
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (value.length > 200) throw new Error("full");
    this.kept.set(key, value);
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

test("without a report the figure is the builder's, and says so", () => {
  assert.deepEqual(shown(L2, BUILDER, null, null), { ...BUILDER, whose: "ours" });
});

test("with a report it is the reader's, with its day", () => {
  const says = "your machine: Z1, from your report of 2026-11-28";
  assert.deepEqual(shown(L2, BUILDER, KEPT, GUESS), { text: "2 MiB", whose: "yours", says });
  assert.equal(shown({ ...L2, per: "float64" }, BUILDER, KEPT, null).text, "262,144");
});

test("what the report does not know stays the builder's, but not in a table of one machine", () => {
  const { text, whose, says } = shown(L3, BUILDER, KEPT, null);
  assert.deepEqual([text, whose], ["1 MiB", "ours"]);
  assert.match(says, /your report does not tell this/);
  assert.equal(shown({ ...L3, strict: true }, BUILDER, KEPT, null).text, "unknown");
});

test("an estimate is shown only without a report, and never without its name", () => {
  const guessed = shown(L2, BUILDER, null, GUESS);
  assert.deepEqual([guessed.text, guessed.whose], ["about 1.2 MiB", "estimate"]);
  assert.equal(shown(L3, BUILDER, null, GUESS).whose, "ours");
  assert.equal(shown({ ...L2, strict: true }, BUILDER, null, GUESS).whose, "ours");
});

test("a page says in a sentence whose figures it shows", () => {
  assert.equal(stateWords("Ours.", null, null), "Ours.");
  assert.match(stateWords("Ours.", KEPT, null), /yours, Z1, report of 2026-11-28\.$/);
  assert.match(stateWords("Ours.", null, GUESS), /^Ours\. Where your browser made an estimate/);
});

test("the store keeps, tells, forgets, and survives storage that is full, forbidden or foreign", () => {
  const memory = new Memory();
  const store = new MachineStore(memory);
  let told = 0;
  const stop = store.listen(() => (told += 1));
  assert.equal(store.keep(KEPT, "{}"), true);
  assert.deepEqual(new MachineStore(memory).kept, KEPT);
  assert.equal(store.keep(KEPT, "x".repeat(300)), false);
  assert.equal(store.report?.length, 300);
  assert.equal(new MachineStore(memory).report, null);
  store.forget();
  assert.deepEqual([store.kept, store.report, memory.kept.size], [null, null, 0]);
  stop();
  store.forget();
  assert.equal(told, 3);
  for (const text of ["not JSON", "7", "null", '{"machine": 1}', "[]"]) {
    memory.kept.set("metal:machine", text);
    assert.equal(store.kept, null, text);
  }
  const forbidden = new MachineStore(null);
  assert.equal(forbidden.keep(KEPT, "{}"), false);
  assert.equal(forbidden.kept?.name, "Z1");
});

test("an estimate that something else wrote brings in no text", () => {
  const memory = new Memory();
  memory.kept.set("metal:machine-estimate", '{"at": 1, "figures": {"a": "<b>", "b": 2}}');
  assert.deepEqual(new MachineStore(memory).estimate, { at: "", figures: { b: 2 } });
});
