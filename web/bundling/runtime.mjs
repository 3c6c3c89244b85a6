// The files of Python in the page: Pyodide's own, the standard library compiled beforehand, and a
// picture of memory after Python's start, from which a worker begins.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { ROOT, WEB } from "./plugins.mjs";
import { quickened } from "./quicken.mjs";

const PYODIDE = path.join(ROOT, "node_modules", "pyodide");
export const CACHE = path.join(ROOT, "build", "inpage");
export const COMPILER = path.join(import.meta.dirname, "compile-library.mjs");
const PHOTOGRAPHER = path.join(import.meta.dirname, "make-snapshot.mjs");
const QUICKENER = path.join(import.meta.dirname, "quicken.mjs");
const FORMAT = path.join(WEB, "src", "python", "snapshot.ts");
const PYODIDE_FILES = [
  "package.json",
  "pyodide.mjs",
  "pyodide.asm.mjs",
  "pyodide.asm.wasm",
  "python_stdlib.zip",
];
// Our own modules that run in the page; each imports the standard library only.
export const OURS = [
  "explainer/__init__.py",
  "explainer/evidence.py",
  "explainer/bytecode/**/*.{py,json}",
  "explainer/inpage/**/*.py",
];
// In memory from the start: what runs the programs, and what the site's programs import most. No
// `ctypes` among them, for a program that uses it gets an interpreter of its own.
const AT_ONCE = [
  "explainer.bytecode",
  "explainer.evidence",
  "array",
  "fractions",
  "pstats",
  "statistics",
  "sysconfig",
  "timeit",
  "explainer.inpage.ready", // last: what is there then is what every program finds
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
    PHOTOGRAPHER,
    QUICKENER,
    FORMAT,
    import.meta.filename,
    ...PYODIDE_FILES.map((name) => path.join(PYODIDE, name)),
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
  const user = withoutMap(await read("pyodide.mjs"));
  const loader = quickened(withoutMap(await read("pyodide.asm.mjs")).toString(), user.toString());
  const { library, snapshot } = await madeByPython(modules, loader);
  return {
    "pyodide.mjs": user,
    "pyodide.asm.mjs": Buffer.from(loader),
    // No host setting needed: the page unpacks what a plain host would send uncompressed.
    "pyodide.asm.wasm.gzip": gzipSync(await read("pyodide.asm.wasm"), { level: 9 }),
    "snapshot.bin.gzip": gzipSync(snapshot, { level: 9 }),
    "python_stdlib.zip": library,
    "pyodide-lock.json": lockWithoutPackages(await read("pyodide-lock.json")),
  };
}

/** The compiled library, and the memory of a Python that was started with it by `loader`. */
async function madeByPython(modules, loader) {
  await mkdir(CACHE, { recursive: true });
  const place = (name) => path.join(CACHE, `${process.pid}-${name}`);
  const [library, snapshot, script] = ["library.zip", "snapshot.bin", "pyodide.asm.mjs"].map(place);
  try {
    await writeFile(script, loader);
    await node([COMPILER, "pyodide", library, ...modules]);
    await node(["--experimental-wasm-jspi", PHOTOGRAPHER, script, library, snapshot, ...AT_ONCE]);
    return { library: await readFile(library), snapshot: await readFile(snapshot) };
  } finally {
    for (const file of [library, snapshot, script]) await rm(file, { force: true });
  }
}

async function node(command) {
  await promisify(execFile)(process.execPath, command, { cwd: ROOT });
}

export function withoutMap(script) {
  return Buffer.from(script.toString("utf8").replace(/^\/\/# sourceMappingURL=.*$/m, ""));
}

/** Every package of the original lock would come from elsewhere: none is left. */
export function lockWithoutPackages(lock) {
  const { info } = JSON.parse(lock.toString("utf8"));
  return Buffer.from(JSON.stringify({ info, packages: {} }));
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
