// Compiles the standard library and our modules inside Pyodide, whose own version must write the
// bytecode: `node compile-library.mjs TARGET.zip MODULE.py…` with paths relative to the repository.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { loadPyodide } from "pyodide";
import { ROOT } from "./plugins.mjs";

const [target, ...modules] = process.argv.slice(2);
const pyodide = await loadPyodide();
const { FS } = pyodide;
for (const module of [...modules, "explainer/inpage/library.py"]) {
  FS.mkdirTree(path.posix.dirname(`/ours/${module}`));
  FS.writeFile(`/ours/${module}`, await readFile(path.join(ROOT, module)));
}
const original = path.join(ROOT, "node_modules", "pyodide", "python_stdlib.zip");
FS.writeFile("/original.zip", await readFile(original));
pyodide.globals.set("modules", pyodide.toPy(modules));
pyodide.runPython(`
import sys
sys.path.insert(0, "/ours")
from explainer.inpage.library import compile_library
compile_library("/original.zip", "/compiled.zip", "/ours", modules)
`);
await writeFile(target, FS.readFile("/compiled.zip"));
