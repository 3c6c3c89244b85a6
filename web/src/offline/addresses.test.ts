import assert from "node:assert/strict";
import { test } from "node:test";
import { isHashed, isOfPython, staleRuntimes } from "./addresses.ts";

const site = "https://example.org/some-project/";
const runtime = (folder: string, file: string) => `${site}assets/web/python/${folder}/${file}`;

test("only names that change with their content are kept for good", () => {
  const hashed = [
    "assets/web/chunks/editor-VYPL3GKT.js",
    "assets/web/fonts/inter-latin-ABCD1234.woff2",
    "assets/web/python/314.0.7-9ee8a5ac4df1/pyodide.mjs",
    "assets/web/python/worker-S37FJJUE.js",
    "assets/web/pythons/3.12-9ee8a5ac4df1/pyodide.mjs",
    "assets/javascripts/bundle.79ae519e.min.js",
  ];
  const changing = [
    "", "chapters/lists/", "assets/web/loader.js", "assets/web/site.css", "offline.json",
    "snippets/lists/growth.py", "search/search_index.json", "assets/javascripts/own.js",
  ];
  const kept = [...hashed, ...changing].filter((path) => isHashed(new URL(path, site)));
  assert.deepEqual(kept, hashed);
});

test("what starts Python is told from the rest of the page", () => {
  const of = (path: string) => isOfPython(new URL(`${site}assets/web/${path}`));
  assert.ok(of("python/314.0.7-9ee8a5ac4df1/pyodide.mjs") && of("pythons/3.12-9ee8a5ac4df1/x.zip"));
  assert.ok(of("python/worker-S37FJJUE.js") && !of("chunks/element-2KEOHT2Q.js"));
});

test("a new runtime makes the files of others stale, and nothing else", () => {
  const kept = [runtime("a-1", "x.mjs"), runtime("b-2", "x.mjs"), `${site}assets/web/chunks/c.js`];
  assert.deepEqual(staleRuntimes(kept, new URL(runtime("b-2", "y.mjs"))), [runtime("a-1", "x.mjs")]);
  assert.deepEqual(staleRuntimes(kept, new URL(`${site}assets/web/chunks/d.js`)), []);
});

test("one version of Python replaces no other version", () => {
  const at = (folder: string) => `${site}assets/web/pythons/${folder}/x.mjs`;
  const kept = [at("3.11-a"), at("3.12-a"), at("3.12-b"), runtime("314.0.7-a", "x.mjs")];
  assert.deepEqual(staleRuntimes(kept, new URL(at("3.12-b"))), [at("3.12-a")]);
  assert.deepEqual(staleRuntimes(kept, new URL(runtime("314.0.7-a", "y.mjs"))), []);
});
