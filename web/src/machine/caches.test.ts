import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { cachesOf } from "./caches.ts";

test("a report's data caches are told from the nearest outward", () => {
  const file = new URL("../../../docs/machines/firecracker-2cpu.json", import.meta.url);
  const { machine } = JSON.parse(readFileSync(file, "utf8")) as { machine: never };
  assert.deepEqual(cachesOf(machine), [
    { name: "L1d", bytes: 32_768 },
    { name: "L2", bytes: 1_048_576 },
    { name: "L3", bytes: 33_554_432 },
  ]);
});

test("what is unknown or damaged is no cache", () => {
  assert.deepEqual(cachesOf({}), []);
  assert.deepEqual(cachesOf({ caches: null }), []);
  assert.deepEqual(
    cachesOf({ caches: { L1d: { size_bytes: null }, L2: 3, L3: { size_bytes: "9" } } }),
    [],
  );
});
