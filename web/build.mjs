// Builds the front end into build/web: `node web/build.mjs [--watch] [--out FOLDER]`.
// `--watch` builds again after changes, until its standard input ends.
import { existsSync, watch } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import * as esbuild from "esbuild";
import { compressBeside } from "./bundling/beside.mjs";
import { ROOT, WEB, elementsPlugin, runtimePlugin, stylePlugin, workerPlugin } from "./bundling/plugins.mjs";
import { buildPythons } from "./bundling/pythons.mjs";
import { buildRuntime, runtimeSources } from "./bundling/runtime.mjs";

const { values } = parseArgs({
  options: {
    watch: { type: "boolean", default: false },
    out: { type: "string", default: path.join(ROOT, "build", "web") },
  },
});
const out = path.resolve(values.out);

const shared = {
  absWorkingDir: ROOT,
  bundle: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox111", "safari16.4"],
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};

async function buildStyles() {
  const entry = path.join(WEB, "styles", "site.css");
  if (!existsSync(entry)) return [];
  return outputsOf({
    ...shared,
    entryPoints: [entry],
    outfile: path.join(out, "site.css"),
    loader: { ".woff2": "file", ".svg": "dataurl" },
    assetNames: "fonts/[name]-[hash]",
  });
}

async function buildWorkers() {
  return outputsOf({
    ...shared,
    entryPoints: {
      "python/worker": path.join(WEB, "src", "python", "worker.ts"),
    },
    entryNames: "[dir]/[name]-[hash]",
    outdir: out,
  });
}

/** The service worker, which the publisher puts at the site's root, and what must run first. */
async function buildClassicScripts() {
  return outputsOf({
    ...shared,
    format: "iife",
    entryPoints: {
      sw: path.join(WEB, "src", "offline", "sw.ts"),
      search: path.join(WEB, "src", "search.ts"),
    },
    outdir: out,
  });
}

async function buildPages(addresses) {
  return outputsOf({
    ...shared,
    entryPoints: [path.join(WEB, "src", "loader.ts")],
    outdir: out,
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
    assetNames: "chunks/[name]-[hash]",
    plugins: [elementsPlugin(), runtimePlugin(addresses), stylePlugin(), workerPlugin()],
  });
}

async function outputsOf(options) {
  const { metafile } = await esbuild.build(options);
  return Object.keys(metafile.outputs).map((name) => path.resolve(ROOT, name));
}

/** Hashed files of earlier builds go only after the new ones are there. */
async function removeStale(kept) {
  const folders = new Set([...kept].flatMap(foldersAbove));
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    const place = path.join(entry.parentPath, entry.name);
    const wanted = entry.isDirectory() ? folders : kept;
    if (!wanted.has(place)) await rm(place, { recursive: true, force: true });
  }
}

function foldersAbove(file) {
  const folder = path.dirname(file);
  return folder.length > out.length ? [folder, ...foldersAbove(folder)] : [];
}

async function build() {
  await mkdir(out, { recursive: true });
  const [styles, workers, scripts, runtime, pythons] = await Promise.all([
    buildStyles(),
    buildWorkers(),
    buildClassicScripts(),
    buildRuntime(out),
    buildPythons(out),
  ]);
  const worker = path.relative(out, workers[0]).split(path.sep).join("/");
  const pages = await buildPages({
    worker,
    runtime: runtime.folder,
    sizes: runtime.sizes,
    pythons: pythons.pythons,
  });
  const files = [styles, workers, scripts, runtime.files, pythons.files, pages].flat();
  // While somebody writes, no host is waiting for these.
  const compressed = values.watch ? [] : await compressBeside(files);
  await removeStale(new Set([...files, ...compressed]));
}

async function buildAndSay() {
  const begin = performance.now();
  try {
    await build();
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`web: built ${path.relative(ROOT, out)} in ${seconds} s`);
    return true;
  } catch (error) {
    // esbuild has already printed its own errors with file and line.
    if (!(error instanceof Error && "errors" in error)) console.error(error);
    console.error("web: not built");
    return false;
  }
}

function watchForChanges() {
  let pending = null;
  let running = Promise.resolve();
  const later = () => {
    clearTimeout(pending);
    pending = setTimeout(() => {
      running = running.then(buildAndSay);
    }, 100);
  };
  const places = [path.join(WEB, "src"), path.join(WEB, "styles"), ...runtimeSources()];
  for (const place of places.filter((each) => existsSync(each))) {
    watch(place, { recursive: true }, later);
  }
  // Whoever started us holds the other end: when they are gone, so are we.
  process.stdin.on("end", () => process.exit()).resume();
  console.log("web: watching");
}

const built = await buildAndSay();
if (values.watch) watchForChanges();
else if (!built) process.exitCode = 1;
