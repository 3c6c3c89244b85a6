import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readTrace } from "../widgets/drawing/trace.ts";
import { LARGEST_CHARACTERS, NotAReport, check } from "./check.ts";
import type { Plain } from "./figures.ts";

const REPORT = readFileSync(
  new URL("../../../docs/machines/hybrid-2p4e.json", import.meta.url),
  "utf8",
);

function fault(text: string): string {
  try {
    check(text, "me.json");
  } catch (error) {
    assert.ok(error instanceof NotAReport, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: "it was taken for a report" });
}

/** The report with another value at a path, as JSON. */
function changed(place: string, value: Plain): string {
  const report = JSON.parse(REPORT) as { [name: string]: Plain };
  const names = place.split(".");
  const last = names.pop()!;
  let holder = report;
  for (const name of names) holder = holder[name] as { [name: string]: Plain };
  holder[last] = value;
  return JSON.stringify(report);
}

test("a value is taken or refused as hwinfo itself does, and at the same place", () => {
  const { steps } = readTrace<[string, Plain, string | null]>("hw-value", "checks");
  for (const [place, value, where] of steps) {
    const text = changed(place, value);
    const what = `${place} = ${JSON.stringify(value)}`;
    if (where === null) assert.ok(check(text, "me.json"), what);
    else assert.ok(fault(text).startsWith(`me.json, ${where}: found `), `${what}: ${fault(text)}`);
  }
});

test("a report is kept with its machine, and nothing is said of what is right", () => {
  const { kept, report, notices } = check(REPORT, "me.json");
  assert.equal(kept.name, "x86_64 machine");
  assert.deepEqual(JSON.parse(JSON.stringify(kept.machine)), JSON.parse(REPORT).machine);
  assert.deepEqual(JSON.parse(report), JSON.parse(REPORT));
  assert.deepEqual(notices, []);
});

test("the page that hwinfo writes carries its report along", () => {
  const harmless = JSON.stringify(JSON.parse(REPORT)).replaceAll("<", "\\u003c");
  const page = `<!doctype html>\n<html><body><script type="application/json" id="hwinfo-report">${harmless}</script></body></html>`;
  assert.equal(check(page, "me.html").kept.name, "x86_64 machine");
  assert.match(fault("<!doctype html><p>no report</p>"), /a page without a report in it/);
  assert.match(fault(page.slice(0, 900)), /breaks off inside its report/);
});

test("what is no report is told with place, found, expected and advice", () => {
  const all = "Make the report again: python -m hwinfo --format json -o me.json";
  const said: [string, RegExp][] = [
    ["", /^me\.json: found nothing; expected a report\./],
    ['{"schema": "hwinfo/1", "machine": {', /^me\.json, line 1, column \d+: found an early end/],
    ['{\n "schema": oops}', /^me\.json, line 2, column 12: found "oops}"/],
    ["[1, 2]", /found an array of 2; expected "schema": "hwinfo\/1"/],
    ["null", /found null; expected "schema"/],
    ['{"a": 1}', /found "schema": null; expected/],
    ['{"schema": "hwfacts/1"}', /the topology alone/],
    ['{"schema": 7, "machine": {}}', /found "schema": 7/],
    ['{"schema": "hwinfo/1"}', /the whole file: found an object; expected the field machine/],
    ['{"schema": "hwinfo/1"}\n{"schema": "hwinfo/1"}', /lines of a fleet/],
    ['{"schema": "hwinfo/1",}', /found "}"; expected a name in double quotes/],
    ['{"a": 1, "a": 2}', /column 10: found "\\"a\\": 2}"; expected each name once/],
    ['{"a": NaN}', /found "NaN}"; expected a value/],
    ["[".repeat(100_000), /expected at most 64 levels of brackets/],
    ["x".repeat(LARGEST_CHARACTERS + 1), /found 8\.0 MiB; expected at most 8 MiB/],
  ];
  for (const [text, words] of said) {
    assert.match(fault(text), words);
    assert.ok(fault(text).endsWith(all), text.slice(0, 40));
  }
});

test("several faults are counted, and hostile text is cut short", () => {
  const caches = {
    L2: { name: "x".repeat(5000), level: "<img src=x onerror=alert(1)>", kind: 3, count: -1.5 },
  };
  const message = fault(changed("machine.caches", caches));
  assert.match(message, /machine\.caches\.L2\.level: found "<img src=x onerror=alert\(1\)>"/);
  assert.match(
    message,
    /Also wrong: machine\.caches\.L2\.kind \(3\), machine\.caches\.L2\.count \(-1\.5\)/,
  );
  assert.ok(message.length < 500);
});

test("a newer report loads as far as it is known, and says so", () => {
  const { notices, report } = check(
    changed("machine.cpu", { model: "Z1", dreams: true, "<b>": 1 }).replace("hwinfo/1", "hwinfo/2"),
    "me.json",
  );
  assert.deepEqual(notices, [
    'The report says "hwinfo/2", and this page knows hwinfo/1: what it does not know, it leaves out.',
    "2 fields that this page does not know, left out: machine.cpu.dreams, machine.cpu.<b>.",
  ]);
  assert.ok(!report.includes("dreams"));
});

test("an old report lacks fields, and loads", () => {
  const { kept } = check('{"schema": "hwinfo/1", "machine": {"cpu": {}}}', "old.json");
  assert.equal(kept.name, "Unknown machine");
  assert.equal(kept.takenAt, "");
});

test("names that mean something to JavaScript stay names", () => {
  const text = REPORT.replace(
    '"L2": {',
    '"__proto__": {"name": "p", "level": 1, "kind": "Data", "count": 1}, "L2": {',
  );
  const { kept } = check(text, "me.json");
  assert.equal((kept.machine as { polluted?: boolean }).polluted, undefined);
  assert.equal(({} as { level?: number }).level, undefined);
  assert.ok(JSON.stringify(kept).includes('"__proto__":{"name":"p"'));
});
