import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { checked, fragmentOf, LONGEST_SOURCE, shownBy } from "./address.ts";

const pack = (text: string): string => `#1.${deflateRawSync(text).toString("base64url")}`;

test("what goes into an address comes out of it", async () => {
  const shown = {
    source: "größe = '世界 🐍'\n",
    version: "3.12",
    view: "flow",
    code: "f.<locals>.g",
    before: "3.11",
    step: 7,
    breakpoints: [2, 30],
    typed: "Zoë\n",
  } as const;
  const fragment = await fragmentOf(shown);
  assert.match(fragment, /^1\.[\w-]+$/);
  assert.deepEqual(await shownBy(`#${fragment}`), shown);
});

test("ordinary fragments of a page are none of ours", async () => {
  for (const fragment of ["", "#", "#section", "#1", "#__search"]) {
    assert.equal(await shownBy(fragment), null);
  }
});

test("a damaged or hostile fragment is no error and shows nothing", async () => {
  const hostile = [
    "#1.%%%",
    "#1.AAAA",
    pack("[]"),
    pack("null"),
    pack("{"),
    pack('{"__proto__": {"source": "x"}}'),
    pack('{"source": 3, "version": "2.7", "view": "<img>", "step": -1}'),
    pack('{"example": "../../secret"}'),
    pack(`{"source": "${"x".repeat(LONGEST_SOURCE + 1)}"}`),
    `#1.${"A".repeat(50_000)}`,
  ];
  for (const fragment of hostile) assert.equal(await shownBy(fragment), null, fragment.slice(0, 60));
});

test("a bomb is given up before it is unpacked", async () => {
  const bomb = pack(" ".repeat(20_000_000));
  assert.ok(bomb.length < 40_000);
  assert.equal(await shownBy(bomb), null);
});

test("only fields that are right are believed", () => {
  assert.deepEqual(checked({ view: "step", version: 3.14, step: 2.5, breakpoints: [1, 0.5] }), { view: "step" });
});
