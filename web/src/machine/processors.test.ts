import assert from "node:assert/strict";
import { test } from "node:test";

import { processorsOf } from "./processors.ts";

test("the report's usable CPUs come first, then its threads, then the browser's word", () => {
  const kept = (machine: object) => ({ name: "Z1", takenAt: "", machine: machine as never });
  const both = { quota: { usable_cpus: 1 }, counts: { processing_units: 8 } };
  assert.deepEqual(processorsOf(kept(both), 4), { count: 1, by: "report" });
  assert.deepEqual(processorsOf(kept({ counts: both.counts }), 4), { count: 8, by: "report" });
  assert.deepEqual(processorsOf(kept({ quota: { usable_cpus: "8" } }), 4), {
    count: 4,
    by: "browser",
  });
  assert.equal(processorsOf(null, undefined), null);
  assert.equal(processorsOf(null, 0), null);
});
