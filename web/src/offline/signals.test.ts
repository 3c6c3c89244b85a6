import assert from "node:assert/strict";
import { test } from "node:test";
import { Signals } from "./signals.ts";

const address = (query: string) => new URL(`https://example.org/some-project/sw.js?${query}`);

async function said(answer: ReturnType<Signals["answer"]>): Promise<[number, string]> {
  const response = await answer;
  return response === undefined ? [0, ""] : [response.status, await response.text()];
}

test("addresses of other things are not answered", () => {
  assert.equal(new Signals().answer(address("")), undefined);
});

test("a stop is heard once, by the run it was meant for", async () => {
  const signals = new Signals();
  signals.tell({ kind: "stop", run: "tab1-1" });
  assert.deepEqual(await said(signals.answer(address("python=tab2-1"))), [204, ""]);
  assert.deepEqual(await said(signals.answer(address("python=tab1-1"))), [205, ""]);
  assert.deepEqual(await said(signals.answer(address("python=tab1-1"))), [204, ""]);
});

test("lines wait for who asks for them, in order, and a stop goes before them", async () => {
  const signals = new Signals();
  for (const text of ["a", "ü\n", null]) signals.tell({ kind: "line", run: "r", text });
  assert.deepEqual(await said(signals.answer(address("python=r"))), [204, ""]);
  assert.deepEqual(await said(signals.answer(address("python=r&line"))), [202, '"a"']);
  assert.deepEqual(await said(signals.answer(address("python=r&line"))), [202, '"ü\\n"']);
  signals.tell({ kind: "stop", run: "r" });
  assert.deepEqual(await said(signals.answer(address("python=r&line"))), [205, ""]);
  assert.deepEqual(await said(signals.answer(address("python=r"))), [204, ""]);
});

test("who waits for a line is answered when it comes, or when it is stopped", async () => {
  const signals = new Signals();
  const first = said(signals.answer(address("python=r&line")));
  signals.tell({ kind: "line", run: "r", text: null });
  assert.deepEqual(await first, [202, "null"]);
  const second = said(signals.answer(address("python=r&line")));
  signals.tell({ kind: "stop", run: "r" });
  assert.deepEqual(await second, [205, ""]);
});

test("who waits long is told to ask again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const signals = new Signals();
  const waiting = said(signals.answer(address("python=r&line")));
  context.mock.timers.tick(15_000);
  assert.deepEqual(await waiting, [204, ""]);
});

test("what nobody asks for is forgotten in time", async () => {
  const signals = new Signals();
  for (let run = 0; run < 100; run++) signals.tell({ kind: "stop", run: String(run) });
  assert.deepEqual(await said(signals.answer(address("python=0"))), [204, ""]);
  assert.deepEqual(await said(signals.answer(address("python=99"))), [205, ""]);
});
