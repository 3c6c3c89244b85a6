// Starts CPython in this worker from our own files, which travel gzipped whatever the host does.
import type { PyodideAPI, loadPyodide } from "pyodide";
import type { Boot } from "./protocol.ts";

export interface Booted {
  pyodide: PyodideAPI;
  module: WebAssembly.Module;
}

/** Files that Pyodide asks for by these names, published gzipped under `<name>.gzip`. */
const GZIPPED: Record<string, string> = {
  "pyodide.asm.wasm": "application/wasm",
  "python_stdlib.zip": "application/zip",
};

export async function boot(request: Boot, progress: (loaded: number) => void): Promise<Booted> {
  capMemory(request.memoryBytes);
  const compiled = keepCompiledModule(request.module);
  const fetchOutside = globalThis.fetch;
  // Pyodide only logs a download that failed, and then waits for ever.
  const failure = new Promise<never>((_, reject) => {
    globalThis.fetch = runtimeFetch(request, fetchOutside, progress, reject);
  });
  try {
    return await Promise.race([failure, start(request.runtime, compiled)]);
  } finally {
    globalThis.fetch = fetchOutside;
  }
}

async function start(runtime: string, compiled: Promise<WebAssembly.Module>): Promise<Booted> {
  const { loadPyodide: load } = (await import(`${runtime}pyodide.mjs`)) as {
    loadPyodide: typeof loadPyodide;
  };
  const env = { PYTHONINSPECT: "", TERM: "dumb" };
  const pyodide = load({ indexURL: runtime, packageBaseUrl: runtime, env });
  const module = await compiled; // first: when it does not compile, Pyodide never settles
  return { pyodide: await pyodide, module };
}

function runtimeFetch(
  { runtime, module }: Boot,
  fetchOutside: typeof fetch,
  progress: (loaded: number) => void,
  fail: (error: unknown) => void,
): typeof fetch {
  let loaded = 0;
  const count = (bytes: number): void => progress((loaded += bytes));
  return async (input, init) => {
    const address = String(input instanceof Request ? input.url : input);
    const name = address.startsWith(runtime) ? address.slice(runtime.length) : "";
    const type = GZIPPED[name];
    if (type === undefined) return fetchOutside(input, init);
    if (type === "application/wasm" && module !== null) return new Response();
    try {
      return unpacked(await fetchOutside(`${address}.gzip`), type, count, fail);
    } catch (error) {
      fail(error);
      throw error;
    }
  };
}

function unpacked(
  response: Response,
  type: string,
  count: (bytes: number) => void,
  fail: (error: unknown) => void,
): Response {
  if (!response.ok || response.body === null) {
    throw new Error(`${response.url} answered ${response.status}`);
  }
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      count(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  const unzipped = new DecompressionStream("gzip");
  // A connection lost half-way ends here, not in an answer that Pyodide would only log.
  response.body.pipeThrough(counter).pipeTo(unzipped.writable).catch(fail);
  return new Response(unzipped.readable, { headers: { "Content-Type": type } });
}

/** Pyodide compiles and instantiates in one step; the page wants the module for respawns. */
function keepCompiledModule(known: WebAssembly.Module | null): Promise<WebAssembly.Module> {
  return new Promise((resolve, reject) => {
    WebAssembly.instantiateStreaming = async (source, imports) => {
      try {
        const module = known ?? (await WebAssembly.compileStreaming(source));
        resolve(module);
        return { module, instance: await WebAssembly.instantiate(module, imports) };
      } catch (error) {
        reject(error);
        throw error;
      }
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
