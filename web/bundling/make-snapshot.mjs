// Starts Python as the page would, imports what programs want at once, and keeps its memory:
// `node --experimental-wasm-jspi make-snapshot.mjs PYODIDE.ASM.MJS LIBRARY.zip TARGET MODULE…`.
// The first is the very loader that the page has, for memory holds addresses that it gave.
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { loadPyodide } from "pyodide";
import { ENVIRONMENT, pack } from "../src/python/snapshot.ts";

// Memory remembers whether WebAssembly can be suspended, which asyncio needs; most browsers can.
if (!("Suspending" in WebAssembly)) {
  throw new Error(`Node ${process.version} cannot suspend WebAssembly: --experimental-wasm-jspi`);
}
const ABOVE_BYTES = 1 << 21;
const [script, library, target, ...modules] = process.argv.slice(2);
const { default: createMachine } = await import(pathToFileURL(script).href);
let before;
const pyodide = await loadPyodide({
  _makeSnapshot: true,
  stdLibURL: library,
  _sysExecutable: "./this.program", // as in a browser: no word of the machine that builds
  env: { ...ENVIRONMENT },
  createPyodideModule: (settings) => {
    settings.onRuntimeInitialized = () => {
      before = settings.HEAPU8.slice();
    };
    return createMachine(settings);
  },
});
pyodide.globals.set("modules", pyodide.toPy(modules));
pyodide.runPython(`
import gc, importlib, sys
for module in modules:
    importlib.import_module(module)
del gc, importlib, module, modules
sys.path.remove("")  # every start puts it there anew
sys.modules["gc"].collect()
del sys
`);
clearFreeMemory(pyodide._module);
await writeFile(target, pack(pyodide.makeMemorySnapshot(), before));

/** What was freed still holds what it held; as zeros it takes neither room nor time to unpack. */
function clearFreeMemory({ _malloc, _free, HEAPU8 }) {
  const above = _malloc(ABOVE_BYTES); // no gap is so large: from here on, all is free
  HEAPU8.fill(0, above, above + ABOVE_BYTES);
  _free(above);
  const gaps = [];
  for (let bytes = ABOVE_BYTES / 2; bytes >= 8; bytes = bytes > 512 ? bytes / 2 : bytes - 8) {
    let gap = _malloc(bytes);
    for (; gap < above; gap = _malloc(bytes)) gaps.push({ gap, bytes });
    _free(gap);
  }
  for (const { gap, bytes } of gaps) HEAPU8.fill(0, gap, gap + bytes);
  for (const { gap } of gaps) _free(gap);
}
