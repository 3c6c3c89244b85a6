// Other versions of Python for the page: fetched only when a reader asks for one.
import { execFile } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { cp, mkdir, readFile, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { ROOT } from "./plugins.mjs";
import {
  CACHE, COMPILER, OURS, hashOf, lockWithoutPackages, withoutMap, writeWhole,
} from "./runtime.mjs";

const PACKAGES = {
  "3.11": "pyodide-311",
  "3.12": "pyodide-312",
  "3.13": "pyodide-313",
  "3.15": "pyodide-315",
};

/** Put each version into `<out>/pythons/<3.x>-<hash>/`; give addresses and sizes by version. */
export async function buildPythons(out) {
  const modules = await ourModules();
  const built = await Promise.all(
    Object.entries(PACKAGES).map(async ([version, name]) => {
      const folder = await madeFolder(version, name, modules);
      const runtime = `pythons/${path.basename(folder)}/`;
      await cp(folder, path.join(out, runtime), { recursive: true });
      return [version, { runtime, sizes: await sizesOf(folder) }];
    }),
  );
  const pythons = Object.fromEntries(built);
  const files = Object.values(pythons).flatMap(({ runtime, sizes }) =>
    Object.keys(sizes).map((name) => path.join(out, runtime, name)),
  );
  return { pythons, files };
}

/** Our modules as they are, by path: each version compiles the few it imports. */
async function ourModules() {
  const found = {};
  for (const file of globSync(OURS, { cwd: ROOT }).sort()) {
    const name = file.split(path.sep).join("/");
    found[name] = await readFile(path.join(ROOT, file), "utf8");
  }
  return Buffer.from(JSON.stringify(found));
}

async function madeFolder(version, name, modules) {
  const library = await compiledLibrary(name);
  const key = hashOf([await readFile(import.meta.filename), library, modules, await lockOf(name)]);
  const folder = path.join(CACHE, `${version}-${key}`);
  if (existsSync(folder)) return folder;
  const files = {
    ...(await scripts(name)),
    "pyodide-lock.json": lockWithoutPackages(await lockOf(name)),
    "pyodide.asm.wasm.gzip": gzipSync(await read(name, "pyodide.asm.wasm"), { level: 9 }),
    "python_stdlib.zip": library,
    "modules.json.gzip": gzipSync(modules, { level: 9 }),
  };
  await writeWhole(folder, files);
  return folder;
}

function read(name, file) {
  return readFile(path.join(ROOT, "node_modules", name, file));
}

function lockOf(name) {
  return read(name, "pyodide-lock.json");
}

/** The second script is `pyodide.asm.js` before Pyodide 314, and `pyodide.asm.mjs` since. */
async function scripts(name) {
  const listed = await readdir(path.join(ROOT, "node_modules", name));
  const wanted = listed.filter((file) => /^pyodide(\.asm)?\.mjs$|^pyodide\.asm\.js$/.test(file));
  return Object.fromEntries(
    await Promise.all(wanted.map(async (file) => [file, withoutMap(await read(name, file))])),
  );
}

/** Kept by what it depends on; compiling starts that Python in Node, which takes seconds. */
async function compiledLibrary(name) {
  const compiler = path.join(ROOT, "explainer", "inpage", "library.py");
  const parts = [COMPILER, compiler, path.join(ROOT, "node_modules", name, "package.json")];
  const key = hashOf(await Promise.all(parts.map((file) => readFile(file))));
  const kept = path.join(CACHE, `library-${name}-${key}.zip`);
  if (!existsSync(kept)) await compile(name, kept);
  return readFile(kept);
}

async function compile(name, kept) {
  await mkdir(CACHE, { recursive: true });
  const target = `${kept}.${process.pid}`;
  try {
    await promisify(execFile)(process.execPath, [COMPILER, name, target], { cwd: ROOT });
    await rename(target, kept);
  } finally {
    await rm(target, { force: true });
  }
}

async function sizesOf(folder) {
  const sizes = {};
  for (const name of (await readdir(folder)).sort()) {
    sizes[name] = (await readFile(path.join(folder, name))).byteLength;
  }
  return sizes;
}
