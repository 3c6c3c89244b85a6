import assert from "node:assert/strict";
import { test } from "node:test";
import type { Done } from "./protocol.ts";
import { bytes, duration, ending, loading, truncated } from "./words.ts";

const done: Done = {
  why: "end", error: "", kind: "", line: null, exit_code: 0, ms: 12.3, printedBytes: 0, renew: "",
  interruptedBy: "",
};

test("durations keep two or three digits in a fitting unit", () => {
  const shown = [0.04, 9.94, 12.3, 999, 1000, 12_345].map(duration);
  assert.deepEqual(shown, ["0.0 ms", "9.9 ms", "12 ms", "999 ms", "1.00 s", "12.3 s"]);
});

test("bytes are given in binary units", () => {
  assert.deepEqual([12, 2048, 3 * 1024 * 1024].map(bytes), ["12 bytes", "2 KiB", "3.0 MiB"]);
});

test("loading tells bytes while there are bytes to tell", () => {
  assert.match(loading(), /^Starting/);
  assert.match(loading(1024, 2048), /1 KiB of 2 KiB/);
  assert.match(loading(2048, 2048), /^Python starts/);
});

test("every end has its sentence", () => {
  const ends: [Parameters<typeof ending>[0], RegExp][] = [
    [{ kind: "done", done }, /^Finished after 12 ms in your browser\.$/],
    [{ kind: "done", done: { ...done, why: "exit", exit_code: 3 } }, /code 3/],
    [{ kind: "done", done: { ...done, why: "error", kind: "KeyError", line: 4 } }, /^KeyError in line 4/],
    [{ kind: "done", done: { ...done, why: "interrupt", line: 2, interruptedBy: "limit" } }, /in line 2 .*limit is 30\.0 s/],
    [{ kind: "done", done: { ...done, why: "input" } }, /Type its lines below/],
    [{ kind: "done", done: { ...done, why: "interrupt", line: 2, interruptedBy: "reader" } }, /^Stopped in line 2 after 12 ms in your browser\.$/],
    [{ kind: "done", done: { ...done, why: "interrupt", line: 2 } }, /^KeyboardInterrupt in line 2/],
    [{ kind: "stopped", by: "reader" }, /^Stopped from outside.* is lost/],
    [{ kind: "stopped", by: "early" }, /before it began/],
    [{ kind: "stopped", by: "limit" }, /did not react/],
    [{ kind: "crashed", message: "x" }, /your code is kept/],
    [{ kind: "unavailable", message: "no network" }, /no network/],
  ];
  for (const [outcome, sentence] of ends) assert.match(ending(outcome, 30_000), sentence);
});

test("cut output says how much there was", () => {
  assert.equal(truncated(1024 * 1024, 2048), "Shown are the first 2 KiB of 1.0 MiB.");
  assert.match(truncated(2 ** 30, 8 * 1024 * 1024), /keeps no more/);
});
