import assert from "node:assert/strict";
import { test } from "node:test";
import { wantsToSearch } from "./search-intent.ts";

const within = (selectors: string) =>
  ({ closest: (asked: string) => (asked.includes(selectors) ? {} : null) }) as unknown as EventTarget;

test("Material's shortcuts mean a search, other keys do not", () => {
  const keys = ["f", "s", "/", "a", "Enter", undefined];
  const wanted = keys.filter((key) =>
    wantsToSearch({ type: "keydown", target: null, ...(key === undefined ? {} : { key }) }),
  );
  assert.deepEqual(wanted, ["f", "s", "/"]);
});

test("touching the search box means a search, touching anything else does not", () => {
  assert.equal(wantsToSearch({ type: "focusin", target: within(".md-search") }), true);
  assert.equal(wantsToSearch({ type: "pointerdown", target: within("[for=__search]") }), true);
  assert.equal(wantsToSearch({ type: "pointerdown", target: within("main") }), false);
  assert.equal(wantsToSearch({ type: "focusin", target: null }), false);
});
