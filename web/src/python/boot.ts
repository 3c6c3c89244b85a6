// Starts CPython in this worker: from a picture of its memory, or from its library as ever.
import type { PyodideAPI, PyodideConfig, loadPyodide } from "pyodide";
import { deferred } from "./deferred.ts";
import { lendLibrary } from "./lazy-library.ts";
import type { Boot } from "./protocol.ts";
import { DESCRIPTION_BYTES, ENVIRONMENT, restore, unpack } from "./snapshot.ts";
import { Supplied } from "./supplied.ts";
import { LIBRARY, SNAPSHOT, WASM } from "./supply.ts";
import { type TimeZone, tellTimeZone } from "./time-zone.ts";

interface Scripts {
  load: typeof loadPyodide;
  createMachine: NonNullable<PyodideConfig["createPyodideModule"]>;
}

type Emscripten = Awaited<ReturnType<Scripts["createMachine"]>>;

/** What is used here of Emscripten's module, and what `quicken.mjs` adds to it. */
interface Machine extends Emscripten, TimeZone {
  /** How this browser calls C functions that take fewer arguments than they are given. */
  setTrampoline(): void;
}

/** Rejects with the reason when neither way works. */
export async function boot(
  request: Boot,
  progress: (loaded: number, total: number) => void,
): Promise<PyodideAPI> {
  capMemory(request.memoryBytes);
  const supplied = new Supplied(request, progress);
  const exports = instantiate(supplied.module);
  const start = request.sizes[SNAPSHOT] === undefined ? startFromLibrary : startFromEither;
  // Pyodide would wait for ever for an interpreter that does not come.
  return (await Promise.all([start(request.runtime, supplied, exports), supplied.module]))[0];
}

async function startFromEither(...given: Parameters<typeof startFromSnapshot>): Promise<PyodideAPI> {
  const [runtime, supplied] = given;
  try {
    return await startFromSnapshot(...given);
  } catch (error) {
    console.warn("Python's memory picture cannot be used, so it starts the long way:", error);
    return startFromLibrary(runtime, supplied);
  }
}

async function startFromSnapshot(
  runtime: string,
  supplied: Supplied,
  exports: Promise<WebAssembly.Exports>,
): Promise<PyodideAPI> {
  const memory = supplied.snapshot();
  memory.catch(() => {}); // heard of where it is wanted
  const { load, createMachine } = await scripts(runtime);
  // Pyodide asks for these two before it creates its machine; they are known only afterwards.
  const description = new Uint8Array(DESCRIPTION_BYTES);
  const index = deferred<string>();
  const create: Scripts["createMachine"] = async (settings) => {
    const machine = (await createMachine(settings)) as unknown as Machine;
    index.resolve(indexWithoutPackages(machine.API.abiVersion));
    const file = await memory;
    const snapshot = unpack(file);
    restore(snapshot, machine.HEAPU8);
    machine.setTrampoline();
    tellTimeZone(machine, await exports);
    description.set(snapshot.description);
    supplied.giveBack(file);
    return machine;
  };
  const pyodide = await answering({ [WASM]: nothing, [LIBRARY]: nothing }, runtime, () =>
    load({
      indexURL: runtime,
      packageBaseUrl: runtime,
      env: { ...ENVIRONMENT },
      lockFileContents: index.promise,
      createPyodideModule: create,
      _loadSnapshot: description,
    }),
  );
  lendLibrary(pyodide.FS, `${runtime}${LIBRARY}`);
  return pyodide;
}

async function startFromLibrary(runtime: string, supplied: Supplied): Promise<PyodideAPI> {
  const { loadPyodide: load } = (await import(`${runtime}pyodide.mjs`)) as {
    loadPyodide: typeof loadPyodide;
  };
  const library = await supplied.library();
  const answers = { [WASM]: nothing, [LIBRARY]: () => new Response(library) };
  return answering(answers, runtime, () =>
    load({ indexURL: runtime, packageBaseUrl: runtime, env: { ...ENVIRONMENT } }),
  );
}

/** Fetches and parses the scripts in good time; whoever needs them hears of a failure. */
export function preload(runtime: string): void {
  scripts(runtime).catch(() => {});
}

async function scripts(runtime: string): Promise<Scripts> {
  const [{ loadPyodide: load }, { default: createMachine }] = await Promise.all([
    import(`${runtime}pyodide.mjs`),
    import(`${runtime}pyodide.asm.mjs`),
  ]);
  return { load, createMachine };
}

/** Every package of the original index would come from elsewhere: none is left. */
function indexWithoutPackages(abiVersion: string): string {
  return JSON.stringify({ info: { abi_version: abiVersion }, packages: {} });
}

function nothing(): Response {
  return new Response();
}

/** Start while these files of Pyodide's are answered here, not by the network. */
async function answering<Result>(
  answers: Record<string, () => Response>,
  folder: string,
  start: () => Promise<Result>,
): Promise<Result> {
  const fetchOutside = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const address = String(input instanceof Request ? input.url : input);
    const answer = address.startsWith(folder) ? answers[address.slice(folder.length)] : undefined;
    return answer?.() ?? fetchOutside(input, init);
  };
  try {
    return await start();
  } finally {
    globalThis.fetch = fetchOutside;
  }
}

/** Pyodide compiles and instantiates in one step; the page has compiled already. */
function instantiate(compiled: Promise<WebAssembly.Module>): Promise<WebAssembly.Exports> {
  return new Promise((tell) => {
    WebAssembly.instantiateStreaming = async (_, imports) => {
      const module = await compiled;
      const instance = await WebAssembly.instantiate(module, imports);
      tell(instance.exports);
      return { module, instance };
    };
  });
}

/** A refused `grow` is a MemoryError in Python; a granted one too many is a dead tab. */
function capMemory(limitBytes: number): void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number): number {
    if (this.buffer.byteLength + pages * 65_536 > limitBytes) {
      throw new RangeError("the page's memory limit for Python is reached");
    }
    return grow.call(this, pages);
  };
}
