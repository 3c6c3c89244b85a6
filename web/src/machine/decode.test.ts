import assert from "node:assert/strict";
import { test } from "node:test";

import { decoded } from "./decode.ts";

test("a report is read in the encodings that shells write", () => {
  const text = '{"a": "é"}';
  assert.equal(decoded(new TextEncoder().encode(text)), text);
  assert.equal(decoded(new TextEncoder().encode(`\uFEFF${text}`)), text);
  const little = Buffer.from(`\uFEFF${text}`, "utf16le");
  assert.equal(decoded(little), text);
  assert.equal(decoded(Buffer.from(little).swap16()), text);
  assert.equal(decoded(new Uint8Array()), "");
});
