// What esbuild does not know by itself: our elements, the runtime's addresses, style sheets as text.
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as esbuild from "esbuild";

export const WEB = path.resolve(import.meta.dirname, "..");
export const ROOT = path.dirname(WEB);

/** Elements that are no widgets: they belong to a room of their own. */
const OTHER_ELEMENTS = {
  "python-snippet": "python/element.ts",
  "bytecode-lab": "explorer/element.ts",
  "hw-value": "machine/value-element.ts",
  "machine-drawing": "machine/drawing-element.ts",
  "machine-figures": "machine/figures-element.ts",
  "machine-loader": "machine/loader-element.ts",
  "machine-state": "machine/state-element.ts",
};

/** Folders `widgets/<tag>/element.ts`, and the elements of other rooms. */
export function elementModules() {
  const widgets = path.join(WEB, "src", "widgets");
  const found = {};
  for (const [tag, module] of Object.entries(OTHER_ELEMENTS)) {
    found[tag] = path.join(WEB, "src", module);
  }
  for (const tag of existsSync(widgets) ? readdirSync(widgets).sort() : []) {
    const module = path.join(widgets, tag, "element.ts");
    if (existsSync(module)) found[tag] = module;
  }
  return found;
}

export function elementsPlugin() {
  return virtual("virtual:elements", () => {
    const imports = Object.entries(elementModules()).map(
      ([tag, module]) => `${JSON.stringify(tag)}: () => import(${JSON.stringify(module)}),`,
    );
    return `export const elements = { __proto__: null, ${imports.join("\n")} };`;
  });
}

export function runtimePlugin(addresses) {
  return virtual("virtual:runtime", () =>
    Object.entries(addresses)
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
      .join("\n"),
  );
}

function virtual(name, contents) {
  return {
    name,
    setup(build) {
      const filter = new RegExp(`^${name}$`);
      build.onResolve({ filter }, () => ({ path: name, namespace: name }));
      build.onLoad({ filter: /.*/, namespace: name }, () => ({
        contents: contents(),
        loader: "js",
        resolveDir: WEB,
      }));
    },
  };
}

/** `import css from "./x.css"` in an element gives minified text for a constructed style sheet. */
export function stylePlugin() {
  return {
    name: "style-as-text",
    setup(build) {
      build.onLoad({ filter: /\.css$/ }, async ({ path: file }) => {
        const source = await readFile(file, "utf8");
        const { code } = await esbuild.transform(source, { loader: "css", minify: true });
        return { contents: code, loader: "text", watchFiles: [file] };
      });
    },
  };
}

/** `import address from "worker:./worker.ts"` bundles a module worker and gives its address. */
export function workerPlugin() {
  return {
    name: "worker",
    setup(build) {
      build.onResolve({ filter: /^worker:/ }, ({ path: name, resolveDir }) => ({
        // published as a script, for hosts go by the name
        path: path.resolve(resolveDir, name.slice("worker:".length)).replace(/\.ts$/, ".js"),
        namespace: "worker",
      }));
      build.onLoad({ filter: /.*/, namespace: "worker" }, async ({ path: script }) => {
        const { outputFiles, metafile } = await esbuild.build({
          entryPoints: [script.replace(/\.js$/, ".ts")],
          absWorkingDir: ROOT,
          bundle: true,
          format: "esm",
          minify: true,
          target: build.initialOptions.target,
          write: false,
          metafile: true,
        });
        const watchFiles = Object.keys(metafile.inputs).map((file) => path.join(ROOT, file));
        return { contents: outputFiles[0].contents, loader: "file", watchFiles };
      });
    },
  };
}
