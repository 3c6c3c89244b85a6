import assert from "node:assert/strict";
import { test } from "node:test";
import { Edits, fingerprint, type Shelf } from "./edits.ts";

function shelf(): Shelf & { content: Map<string, string> } {
  const content = new Map<string, string>();
  return {
    content,
    getItem: (key) => content.get(key) ?? null,
    setItem: (key, value) => void content.set(key, value),
    removeItem: (key) => void content.delete(key),
  };
}

const forbidden: Shelf = {
  getItem: () => { throw new Error("forbidden"); },
  setItem: () => { throw new Error("full"); },
  removeItem: () => { throw new Error("forbidden"); },
};

test("an edit is found again with the fingerprint of what was edited", () => {
  const edits = new Edits(shelf());
  assert.equal(edits.keep("a/b", "new", "old"), true);
  assert.deepEqual(edits.find("a/b"), { source: "new", base: fingerprint("old") });
  assert.equal(edits.find("a/c"), null);
});

test("a forgotten edit is gone", () => {
  const place = shelf();
  const edits = new Edits(place);
  edits.keep("a/b", "new", "old");
  edits.forget("a/b");
  assert.equal(place.content.size, 0);
});

test("where storage is forbidden nothing is kept, and nothing breaks", () => {
  for (const edits of [new Edits(forbidden), new Edits(null)]) {
    assert.equal(edits.keep("a/b", "new", "old"), false);
    assert.equal(edits.find("a/b"), null);
    assert.doesNotThrow(() => edits.forget("a/b"));
  }
});

test("what something else wrote is no edit", () => {
  const place = shelf();
  const edits = new Edits(place);
  for (const text of ["{", "3", '{"source": 3}', '{"source": "x"}']) {
    place.content.set("metal:edit:a/b", text);
    assert.equal(edits.find("a/b"), null);
  }
});

test("fingerprints tell small changes apart", () => {
  const texts = ["", "a", "b", "ab", "ba", "print(1)\n", "print(2)\n"];
  assert.equal(new Set(texts.map(fingerprint)).size, texts.length);
});
