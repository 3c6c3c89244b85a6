import assert from "node:assert/strict";
import { test } from "node:test";
import { DESCRIPTION_BYTES, pack, restore, unpack } from "./snapshot.ts";

const PAGE = 4096;

/** A picture as Pyodide makes it: 16 bytes of description, then memory. */
function picture(memory: Uint8Array, description = 16): Uint8Array {
  const whole = new Uint8Array(description + memory.length);
  new Uint32Array(whole.buffer, 0, 2).set([0x1234, description]);
  whole.set(memory, description);
  return whole;
}

function memories(): { before: Uint8Array; after: Uint8Array } {
  const before = Uint8Array.from({ length: 8 * PAGE }, (_, index) => index % 251);
  const after = before.slice();
  for (const place of [PAGE, 3 * PAGE - 1, 7 * PAGE + 5]) after[place] = 255;
  return { before, after };
}

test("memory is restored byte by byte, in a memory that has had its start", () => {
  const { before, after } = memories();
  const memory = before.slice();
  restore(unpack(pack(picture(after), before).buffer), memory);
  assert.deepEqual(memory, after);
});

test("only pages that changed are kept", () => {
  const { before, after } = memories();
  const { pages, content } = unpack(pack(picture(after), before).buffer);
  assert.deepEqual([...pages], [1, 2, 7]);
  assert.equal(content.length, 3 * PAGE);
});

test("the description says that no memory follows it", () => {
  const { before, after } = memories();
  const { description } = unpack(pack(picture(after), before).buffer);
  const [magic, begin] = new Uint32Array(description.slice().buffer);
  assert.deepEqual([magic, begin, description.length], [0x1234, DESCRIPTION_BYTES, DESCRIPTION_BYTES]);
});

test("a memory of another size is left alone", () => {
  const { before, after } = memories();
  const snapshot = unpack(pack(picture(after), before).buffer);
  assert.throws(() => restore(snapshot, new Uint8Array(9 * PAGE)), /36864 bytes.*32768/);
});

test("what is none of ours, or not whole, is refused", () => {
  const { before, after } = memories();
  const { buffer } = pack(picture(after), before);
  assert.throws(() => unpack(new ArrayBuffer(10)), /snapshot of 10 bytes/);
  assert.throws(() => unpack(buffer.slice(0, -1)), /not a whole snapshot/);
  assert.throws(() => unpack(new ArrayBuffer(buffer.byteLength)), /not a whole snapshot/);
});

test("a memory that grew, or a long description, cannot be packed", () => {
  const { before, after } = memories();
  assert.throws(() => pack(picture(after), before.subarray(PAGE)), /grew from 28672 to 32768/);
  assert.throws(() => pack(picture(after, 2048), before), /takes 2048 bytes/);
});
