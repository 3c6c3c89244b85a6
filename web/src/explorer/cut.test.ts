import assert from "node:assert/strict";
import { test } from "node:test";
import { coloured } from "./python-text.ts";
import { cut } from "./source-view.ts";

test("colouring loses no character, whatever the source", () => {
  for (const source of [
    "def f(café):\n    '''two\nlines'''\n    return f\"{café!r:>{3}}\" # done\n",
    'x = "open\ny = 1e5 @ z\n',
    "match = 1\nmatch match:\n    case '🐍': pass",
    "\t\f§ ¤\r\n\r\n'",
  ]) {
    const text = coloured(source).map((line) => line.map((piece) => piece.text).join("")).join("\n");
    assert.equal(text, source.replace(/\r\n/g, "\n"));
  }
});

test("soft keywords are names unless a statement begins with them", () => {
  const kinds = coloured("match match:").flat().map(({ kind, text }) => [text, kind]);
  assert.deepEqual(kinds[0], ["match", "k"]);
  assert.deepEqual(kinds[2], ["match", "n"]);
});

test("pieces are cut at the ends of spans, counted in characters", () => {
  const pieces = cut(coloured("🐍é = abc").flat(), 1, [
    { from: { line: 1, column: 6 }, to: { line: 1, column: 8 } },
  ]);
  assert.deepEqual(pieces.map(({ text, column }) => [column, text]).slice(-2), [[5, "a"], [6, "bc"]]);
});
