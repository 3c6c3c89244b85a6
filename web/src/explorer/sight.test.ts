import assert from "node:assert/strict";
import { test } from "node:test";
import type { BytecodeDocument, CodeObject } from "./schema.ts";
import { Sight } from "./sight.ts";

function document(...names: [qualname: string, line: number][]): BytecodeDocument {
  return { code: names.map(([qualname, first_line]) => ({ qualname, first_line })) } as unknown as BytecodeDocument;
}

function sightOf(regions: readonly string[], chosen: string | null): Sight {
  const sight = new Sight();
  sight.begin(regions, chosen);
  return sight;
}

const stack = document(["<module>", 1], ["Stack", 2], ["Stack.push", 3], ["run", 9]);

test("a document begins at what the reader came for, else at the first function, else at the module", () => {
  const begun = (sight: Sight, seen = stack): string | undefined => (sight.see(seen, ""), sight.code?.qualname);
  assert.equal(begun(sightOf(["run"], null)), "run");
  assert.equal(begun(sightOf(["gone", "Stack"], null)), "Stack");
  assert.equal(begun(sightOf([], null)), "Stack");
  assert.equal(begun(sightOf(["run"], "Stack.push")), "Stack.push");
  assert.equal(begun(sightOf([], null), document(["<module>", 1])), "<module>");
});

test("what is in sight stays there through edits, wherever its lines go", () => {
  const sight = sightOf([], null);
  sight.see(stack, "");
  sight.choose(2);
  sight.see(document(["<module>", 1], ["new", 2], ["Stack", 5], ["Stack.push", 6]), "");
  assert.equal(sight.code?.qualname, "Stack.push");
  assert.deepEqual(sight.wanted, ["Stack.push"]);
});

test("of two lambdas in one line the one that runs is followed", () => {
  const sight = sightOf([], null);
  sight.see(document(["<module>", 1], ["<lambda>", 1], ["<lambda>", 1]), "");
  assert.equal(sight.follow(sight.all[2]!, 2), true);
  assert.equal(sight.place, 2);
  assert.equal(sight.follow(sight.all[2]!, 2), false);
});

test("a run of another document is followed by name and line, and a stranger not at all", () => {
  const sight = sightOf([], null);
  sight.see(stack, "");
  assert.equal(sight.follow({ qualname: "run", first_line: 9 } as CodeObject, 1), true);
  assert.equal(sight.place, 3);
  assert.equal(sight.follow({ qualname: "stranger", first_line: 9 } as CodeObject, 1), false);
  assert.equal(sight.place, 3);
});

test("the block that says how to run a snippet is not shown", () => {
  const sight = sightOf([], null);
  sight.see(stack, "# /// script\n# dependencies = []\n# ///\n\nx = 1\n");
  assert.equal(sight.firstLine, 5);
  sight.see(stack, "x = 1\n");
  assert.equal(sight.firstLine, 1);
});
