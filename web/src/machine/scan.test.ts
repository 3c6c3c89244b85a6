import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { flawOf } from "./scan.ts";

const REPORT = readFileSync(
  new URL("../../../docs/machines/hybrid-2p4e.json", import.meta.url),
  "utf8",
);

function engineTakes(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("what the engine takes has no flaw, and what it refuses has one", () => {
  const signs = [
    "",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "\\",
    "0",
    "-",
    ".",
    "e",
    "\n",
    "\u0001",
    "x",
  ];
  let seed = 1969;
  const dice = (sides: number): number => (seed = (seed * 48_271) % 2_147_483_647) % sides;
  const text = JSON.stringify(JSON.parse(REPORT)).slice(0, 900);
  const whole = '{"a": [1, -2.5e3, true, null, "b\\u00e9\\n"], "c": {}, "d": []}';
  for (const start of [whole, text]) {
    for (let round = 0; round < 4000; round += 1) {
      const at = dice(start.length);
      const damaged = start.slice(0, at) + signs[dice(signs.length)] + start.slice(at + dice(3));
      const flaw = flawOf(damaged);
      if (flaw?.expected.startsWith("each name once")) continue; // the engine does not mind
      assert.equal(flaw === null, engineTakes(damaged), `${damaged} ${JSON.stringify(flaw)}`);
    }
  }
});

test("a whole report has no flaw", () => {
  assert.equal(flawOf(REPORT), null);
});
