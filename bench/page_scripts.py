"""The pages and scripts that `bench.page` lets run in the browser."""

# A click as a finger or a key makes it: nothing hovers before it, unless asked to.
CLICK_TO = """
async ([button, place, hover_ms, text]) => {
  const pressed = document.querySelector(button);
  if (hover_ms !== null) {
    pressed.dispatchEvent(new PointerEvent("pointerenter"));
    await new Promise((resolve) => setTimeout(resolve, hover_ms));
  }
  const begin = performance.now();
  const shown = new Promise((resolve) => {
    const look = () => {
      const found = document.querySelector(place)?.textContent ?? "";
      if (!found.includes(text)) return;
      observer.disconnect();
      resolve(performance.now());
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  pressed.click();
  return (await shown) - begin;
}
"""
# Nothing but the interpreter: fetched, compiled, and let go. The second way is our pages' own.
FLOOR = 'await WebAssembly.compileStreaming(fetch("pyodide.asm.wasm"));'
FLOOR_UNPACKED = """
const content = (await fetch("WASM")).body.pipeThrough(new DecompressionStream("gzip"));
const type = { headers: { "Content-Type": "application/wasm" } };
await WebAssembly.compileStreaming(new Response(content, type));
"""
FLOOR_PAGE = """<!doctype html><title>floor</title>
<button id="worker">in a worker</button><button id="unpacked">unpacked in a worker</button>
<button id="page">in the page</button><pre></pre>
<script type="module">
const done = () => (document.querySelector("pre").textContent = "done");
for (const name of ["worker", "unpacked"]) {
  document.querySelector(`#${name}`).onclick = () => {
    new Worker(`${name}.mjs`, { type: "module" }).onmessage = done;
  };
}
document.querySelector("#page").onclick = async () => { FLOOR done(); };
</script>"""
COMPRESS = """
import fs from "node:fs";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
const folder = process.argv.at(-1);
const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
for (const entry of fs.readdirSync(folder, { recursive: true })) {
  const file = path.join(folder, entry);
  if (!/\\.(m?js|wasm|json|css|html)$/.test(file) || fs.existsSync(`${file}.br`)) continue;
  fs.writeFileSync(`${file}.br`, brotliCompressSync(fs.readFileSync(file), { params }));
}
"""
STOCK_PAGE = """<!doctype html><title>stock</title><button>Run</button><pre></pre>
<script type="module">
document.querySelector("button").onclick = () => {
  const worker = new Worker("worker.mjs", { type: "module" });
  worker.onmessage = ({ data }) => (document.querySelector("pre").textContent = data);
};
</script>"""
STOCK_WORKER = """
import { loadPyodide } from "./pyodide/pyodide.mjs";
const pyodide = await loadPyodide({ stdout: (text) => postMessage(text) });
pyodide.runPython('print("hello")');
"""


KEPT = """
async () => {
  const requests = await (await caches.open("metal-hashed")).keys();
  return requests.map(({ url }) => url.split("/").at(-1));
}
"""
