// Calls functions inside one of the Pyodide builds of CPython.
//
//   node call_python.mjs PACKAGE_DIRECTORY NAME=DIRECTORY...
//
// Each NAME=DIRECTORY is mounted in the order given and found by `import NAME` (dots make packages).
// Standard input: one JSON request a line, {id, module, function, arguments}.
// Standard output: {ready} once, then one reply a line, in order: {id, result} or {id, error}.
// What Python prints goes to standard error. One process for each version: the builds before
// 3.14 keep state that two of them in one process would share.
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = '/mounted';
const ANSWER = `
import importlib, json, sys
sys.path.insert(0, ${JSON.stringify(ROOT)})
def answer(line):
    request = json.loads(line)
    try:
        function = getattr(importlib.import_module(request["module"]), request["function"])
        reply = {"id": request["id"], "result": function(**request["arguments"])}
    except Exception as error:
        reply = {"id": request["id"], "error": {"kind": type(error).__name__, "message": str(error)}}
    return json.dumps(reply)
answer
`;

async function loadPython(directory) {
  const { loadPyodide } = await import(pathToFileURL(resolve(directory, 'pyodide.mjs')).href);
  const print = (line) => process.stderr.write(`${line}\n`);
  return loadPyodide({ indexURL: `${resolve(directory)}/`, stdout: print, stderr: print });
}

function mount(python, mounts) {
  for (const [name, directory] of mounts) {
    const target = `${ROOT}/${name.replaceAll('.', '/')}`;
    python.FS.mkdirTree(target);
    python.FS.mount(python.FS.filesystems.NODEFS, { root: resolve(directory) }, target);
  }
}

const [packageDirectory, ...named] = process.argv.slice(2);
const python = await loadPython(packageDirectory);
mount(python, named.map((pair) => pair.split(/=(.*)/s)));
python.runPython('import sys; sys.dont_write_bytecode = True');
const answer = python.runPython(ANSWER);
const write = (text) => new Promise((written) => process.stdout.write(`${text}\n`, written));
await write(JSON.stringify({ ready: python.runPython('sys.version.split()[0]') }));
for await (const line of createInterface({ input: process.stdin })) {
  await write(answer(line));
}
process.exit(0);
