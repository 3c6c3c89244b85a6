import assert from "node:assert/strict";
import { test } from "node:test";
import { linkedPieces } from "./traceback.ts";

test("only lines of the program's own file are linked, and no text is lost", () => {
  const text =
    'Traceback (most recent call last):\n  File "a/b.py", line 12, in <module>\n    f()\n' +
    '  File "/lib/python314.zip/json/__init__.py", line 3, in loads\nValueError: a/b.py\n';
  const pieces = linkedPieces(text, "a/b.py");
  assert.equal(pieces.map((piece) => piece.text).join(""), text);
  assert.deepEqual(pieces.filter((piece) => piece.line !== null), [
    { text: 'File "a/b.py", line 12', line: 12 },
  ]);
});

test("a dot in the file's name stands for itself", () => {
  assert.deepEqual(linkedPieces('File "aXpy", line 1', "a.py"), [
    { text: 'File "aXpy", line 1', line: null },
  ]);
});

test("an empty traceback has no pieces", () => {
  assert.deepEqual(linkedPieces("", "a.py"), []);
});
