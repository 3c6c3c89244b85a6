// Compiles the standard library and our modules inside Pyodide, whose own version must write the
// bytecode: `node compile-library.mjs PACKAGE TARGET.zip MODULE.py…`: an npm package of Pyodide,
// and paths relative to the repository.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./plugins.mjs";

const [name, target, ...modules] = process.argv.slice(2);
const folder = path.join(ROOT, "node_modules", name);
const { loadPyodide } = await import(pathToFileURL(path.join(folder, "pyodide.mjs")).href);
const pyodide = await loadPyodide({ indexURL: `${folder}/` });
const { FS } = pyodide;
for (const module of [...modules, "explainer/inpage/library.py"]) {
  FS.mkdirTree(path.posix.dirname(`/ours/${module}`));
  FS.writeFile(`/ours/${module}`, await readFile(path.join(ROOT, module)));
}
FS.writeFile("/original.zip", await readFile(path.join(folder, "python_stdlib.zip")));
pyodide.globals.set("modules", pyodide.toPy(modules));
pyodide.runPython(`
import sys
sys.path.insert(0, "/ours")
from explainer.inpage.library import compile_library
compile_library("/original.zip", "/compiled.zip", "/ours", modules)
`);
await writeFile(target, FS.readFile("/compiled.zip"));
