// The files of Python in the page: Pyodide's own, and the standard library compiled beforehand.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { ROOT } from "./plugins.mjs";

const PYODIDE = path.join(ROOT, "node_modules", "pyodide");
export const CACHE = path.join(ROOT, "build", "inpage");
export const COMPILER = path.join(import.meta.dirname, "compile-library.mjs");
// Our own modules that run in the page; each imports the standard library only.
export const OURS = [
  "explainer/__init__.py",
  "explainer/evidence.py",
  "explainer/bytecode/**/*.py",
  "explainer/inpage/**/*.py",
];

export function runtimeSources() {
  return [path.join(ROOT, "explainer")];
}

/** Put the runtime into `<out>/python/<version>-<hash>/`; slow only when its sources changed. */
export async function buildRuntime(out) {
  const cached = await makeRuntime();
  const folder = `python/${path.basename(cached)}/`;
  await cp(cached, path.join(out, folder), { recursive: true });
  const sizes = {};
  for (const name of (await readdir(cached)).sort()) {
    sizes[name] = (await readFile(path.join(cached, name))).byteLength;
  }
  return { folder, sizes, files: Object.keys(sizes).map((name) => path.join(out, folder, name)) };
}

async function makeRuntime() {
  const modules = globSync(OURS, { cwd: ROOT })
    .map((file) => file.split(path.sep).join("/"))
    .sort();
  const note = path.join(CACHE, `${await keyOf(modules)}.txt`);
  if (existsSync(note)) {
    const known = path.join(CACHE, await readFile(note, "utf8"));
    if (existsSync(known)) return known;
  }
  const files = await runtimeFiles(modules);
  const { version } = JSON.parse(await readFile(path.join(PYODIDE, "package.json"), "utf8"));
  const folder = path.join(CACHE, `${version}-${hashOf(Object.entries(files).flat())}`);
  await writeWhole(folder, files);
  await writeFile(note, path.basename(folder));
  return folder;
}

async function keyOf(modules) {
  const sources = [
    COMPILER,
    import.meta.filename,
    path.join(PYODIDE, "package.json"),
    path.join(PYODIDE, "python_stdlib.zip"),
    ...modules.map((module) => path.join(ROOT, module)),
  ];
  const contents = await Promise.all(sources.map((source) => readFile(source)));
  return hashOf([modules.join("\n"), ...contents]);
}

export function hashOf(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex").slice(0, 12);
}

async function runtimeFiles(modules) {
  const read = (name) => readFile(path.join(PYODIDE, name));
  return {
    "pyodide.mjs": withoutMap(await read("pyodide.mjs")),
    "pyodide.asm.mjs": withoutMap(await read("pyodide.asm.mjs")),
    // No host setting needed: the worker unpacks what a plain host would send uncompressed.
    "pyodide.asm.wasm.gzip": gzipSync(await read("pyodide.asm.wasm"), { level: 9 }),
    "python_stdlib.zip.gzip": gzipSync(await compiledLibrary(modules), { level: 9 }),
    "pyodide-lock.json": lockWithoutPackages(await read("pyodide-lock.json")),
  };
}

export function withoutMap(script) {
  return Buffer.from(script.toString("utf8").replace(/^\/\/# sourceMappingURL=.*$/m, ""));
}

/** Every package of the original lock would come from elsewhere: none is left. */
export function lockWithoutPackages(lock) {
  const { info } = JSON.parse(lock.toString("utf8"));
  return Buffer.from(JSON.stringify({ info, packages: {} }));
}

async function compiledLibrary(modules) {
  await mkdir(CACHE, { recursive: true });
  const target = path.join(CACHE, `library-${process.pid}.zip`);
  await promisify(execFile)(process.execPath, [COMPILER, "pyodide", target, ...modules], { cwd: ROOT });
  const library = await readFile(target);
  await rm(target);
  return library;
}

export async function writeWhole(folder, files) {
  const parts = `${folder}.${process.pid}`;
  await mkdir(parts, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(parts, name), content);
  }
  await rm(folder, { recursive: true, force: true });
  await rename(parts, folder);
}
