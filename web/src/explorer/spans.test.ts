import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeObject, Instruction, Position } from "./schema.ts";
import { at, characterColumn, inLine, of, shownSpan, unitColumn } from "./spans.ts";

const lines = ["def f(x):", "    return x + 1"];

function instruction(line: number, column: number | null, end: number | null, last = line): Instruction {
  const position: Position = { line, end_line: column === null ? null : last, column, end_column: end };
  return { position } as Instruction;
}

const code = [
  { instructions: [instruction(1, 0, 16, 2)] },
  { instructions: [instruction(2, 11, 12), instruction(2, 11, 16), instruction(2, 4, 16), instruction(1, 0, 0)] },
] as unknown as CodeObject[];

test("the smallest text around a place wins, with all that was made of it", () => {
  const found = at({ line: 2, column: 11 }, code, lines)!;
  assert.deepEqual(found.instructions, [{ code: 1, index: 0 }]);
  assert.deepEqual(at({ line: 2, column: 13 }, code, lines)!.instructions, [{ code: 1, index: 1 }]);
  assert.deepEqual(at({ line: 2, column: 5 }, code, lines)!.instructions, [{ code: 1, index: 2 }]);
});

test("a place that only a definition covers leads to the code around it", () => {
  assert.deepEqual(at({ line: 1, column: 4 }, code, lines)!.instructions, [{ code: 0, index: 0 }]);
  assert.equal(at({ line: 2, column: 16 }, code, lines), null);
});

test("an empty span belongs to no text", () => {
  assert.equal(shownSpan(instruction(1, 0, 0), lines), null);
});

test("where only the line is known the whole line is shown, without its indentation", () => {
  assert.deepEqual(shownSpan(instruction(2, null, null), lines), {
    from: { line: 2, column: 4 },
    to: { line: 2, column: 16 },
  });
});

test("a keyboard meets the spans of a line in reading order, wide ones first", () => {
  assert.deepEqual(
    inLine(2, code, lines).map(({ from, to }) => [from.column, to.column]),
    [[4, 16], [11, 16], [11, 12]],
  );
  assert.deepEqual(of(inLine(2, code, lines)[2]!, code, lines), [{ code: 1, index: 0 }]);
});

test("columns count characters, strings of JavaScript code units", () => {
  assert.equal(unitColumn("🐍é = 1", 3), 4);
  assert.equal(characterColumn("🐍é = 1", 4), 3);
});
