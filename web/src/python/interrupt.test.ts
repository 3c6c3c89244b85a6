import assert from "node:assert/strict";
import { test } from "node:test";
import { Interrupt, SIGINT, type Ways } from "./interrupt.ts";

const noWay: Ways = { flag: null, ask: null, answered: () => {} };

/** An interrupt on a clock of its own: `at(ms)` is what the interpreter reads then. */
function played(limitMs: number | null, ways: Partial<Ways>) {
  let now = 1000;
  const watched = { id: 7, limitMs, look: () => {} };
  const interrupt = new Interrupt(watched, { ...noWay, ...ways }, () => now);
  const { buffer } = interrupt;
  const at = (ms: number) => {
    now = 1000 + ms;
    return buffer[0];
  };
  return { interrupt, at, take: (ms: number) => (now += ms) };
}

test("a limit interrupts once, when it is reached", () => {
  const { interrupt, at } = played(500, {});
  assert.deepEqual([at(499), at(500), at(501)], [0, SIGINT, 0]);
  assert.equal(interrupt.by, "limit");
});

test("without a limit nothing interrupts", () => {
  const { interrupt, at } = played(null, {});
  assert.deepEqual([at(10 ** 9), interrupt.by], [0, ""]);
});

test("a shared flag interrupts the run that it names", () => {
  const flag = new Int32Array(1);
  const { interrupt, at } = played(500, { flag });
  flag[0] = 6;
  assert.equal(at(1), 0);
  flag[0] = 7;
  assert.deepEqual([at(2), interrupt.by], [SIGINT, "reader"]);
});

test("the service worker is asked seldom: not at first, then in a twentieth of the time", () => {
  const asked: number[] = [];
  const answers: boolean[] = [];
  const { at, take } = played(null, {
    ask: () => (take(1), asked.push(1), false),
    answered: (somebody) => answers.push(somebody),
  });
  for (let ms = 0; ms < 100; ms++) at(ms);
  assert.equal(asked.length, 0);
  for (let ms = 100; ms < 400; ms++) at(ms);
  assert.equal(asked.length, 15); // 20 ms after each answer, which takes 1 ms here
  assert.deepEqual(new Set(answers), new Set([true]));
});

test("slow answers are asked for every tenth of a second, not less often", () => {
  let asked = 0;
  const { at, take } = played(null, { ask: () => (take(20), asked++, false) });
  for (let ms = 0; ms < 1000; ms += 5) at(ms);
  assert.ok(asked >= 8 && asked <= 10, String(asked));
});

test("a yes interrupts once, and nobody is asked again", () => {
  let asked = 0;
  const { interrupt, at } = played(null, { ask: () => (asked++, true) });
  assert.deepEqual([at(130), at(500), asked, interrupt.by], [SIGINT, 0, 1, "reader"]);
});

test("where nobody answers nobody is asked again in this run", () => {
  let asked = 0;
  const answers: boolean[] = [];
  const ways = { ask: () => (asked++, null), answered: (somebody: boolean) => answers.push(somebody) };
  const { at } = played(null, ways);
  for (let ms = 0; ms < 500; ms++) at(ms);
  assert.deepEqual([asked, answers], [1, [false]]);
});

test("time in which the reader is asked does not count", () => {
  const { interrupt, at, take } = played(500, {});
  at(400);
  interrupt.pause();
  take(10_000);
  interrupt.resume();
  assert.deepEqual([at(10_499), at(10_500)], [0, SIGINT]);
});
