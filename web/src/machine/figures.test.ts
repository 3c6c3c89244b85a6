import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readTrace } from "../widgets/drawing/trace.ts";
import { type Plain, figure, isObject, valueAt } from "./figures.ts";

const machines = new Map<string, Plain>();

function machine(name: string): Plain {
  if (!machines.has(name)) {
    const file = new URL(`../../../docs/machines/${name}.json`, import.meta.url);
    machines.set(name, (JSON.parse(readFileSync(file, "utf8")) as { machine: Plain }).machine);
  }
  return machines.get(name)!;
}

/** As the reference shortens what is long. */
function shortened(value: Plain): Plain {
  if (isObject(value)) return { fields: Object.keys(value).length };
  const long = Array.isArray(value) && value.some((each) => typeof each === "object");
  return long ? { items: value.length } : value;
}

test("a path finds what hwinfo finds, in every bundled report", () => {
  const { steps } = readTrace<[string, string, Plain]>("hw-value", "paths");
  assert.ok(steps.length > 500);
  for (const [name, path, expected] of steps)
    assert.deepEqual(shortened(valueAt(machine(name), path)), expected, `${name} ${path}`);
});

test("a figure is worded as the builder words it", () => {
  const { steps } = readTrace<[string, Plain, string, string, string]>("hw-value", "words");
  for (const [field, value, per, as, expected] of steps)
    assert.equal(figure(field, value, { per, as }), expected, `${field} ${value} ${per}${as}`);
});
