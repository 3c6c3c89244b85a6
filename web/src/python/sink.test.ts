import assert from "node:assert/strict";
import { test } from "node:test";
import { Sink } from "./sink.ts";

function collecting(limitBytes: number) {
  const sent: [string, string][] = [];
  const clock = { ms: 0 };
  const decoder = new TextDecoder();
  const sink = new Sink(
    limitBytes,
    (stream, bytes) => sent.push([stream, decoder.decode(bytes)]),
    () => clock.ms,
  );
  const write = (text: string, stream: "out" | "err" = "out") =>
    sink.write(stream, new TextEncoder().encode(text));
  return { sink, sent, clock, write };
}

test("the first write is sent at once, later ones in batches of at most 50 ms", () => {
  const { sent, clock, write } = collecting(1000);
  write("a");
  write("b");
  write("c");
  assert.deepEqual(sent, [["out", "a"]]);
  clock.ms = 50;
  write("d");
  assert.deepEqual(sent, [["out", "a"], ["out", "bcd"]]);
});

test("a full batch does not wait for the clock", () => {
  const { sent, write } = collecting(100_000);
  write("a");
  write("x".repeat(16 * 1024));
  assert.equal(sent.length, 2);
});

test("the two streams keep their order", () => {
  const { sink, sent, write } = collecting(1000);
  write("1");
  write("2");
  write("3", "err");
  write("4");
  sink.flush();
  assert.deepEqual(sent.map(([stream]) => stream), ["out", "out", "err", "out"]);
  assert.equal(sent.map(([, text]) => text).join(""), "1234");
});

test("beyond the limit bytes are counted and no more sent", () => {
  const { sink, sent, write } = collecting(5);
  write("abc");
  write("defg");
  write("h");
  sink.flush();
  assert.equal(sent.map(([, text]) => text).join(""), "abcde");
  assert.equal(sink.printedBytes, 8);
});

test("what the interpreter writes over later is not changed", () => {
  const { sink, sent, write } = collecting(1000);
  write("a");
  const buffer = new TextEncoder().encode("first");
  sink.write("out", buffer);
  buffer.fill(0);
  sink.flush();
  assert.deepEqual(sent.at(-1), ["out", "first"]);
});

test("a late flush sends what a long computation leaves waiting", () => {
  const { sink, sent, clock, write } = collecting(1000);
  write("a");
  write("b");
  sink.flushIfLate();
  assert.equal(sent.length, 1);
  clock.ms = 60;
  sink.flushIfLate();
  assert.deepEqual(sent.at(-1), ["out", "b"]);
});
