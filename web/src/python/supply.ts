// What the page keeps for its workers: the compiled interpreter, and the memory to begin with.
//
// The page compiles while the worker starts and unpacks the memory picture: two cores, two jobs.
import { unpacked } from "./download.ts";

export const WASM = "pyodide.asm.wasm";
export const SNAPSHOT = "snapshot.bin.gzip";
export const LIBRARY = "python_stdlib.zip";

/** To a worker. `kept` comes first; `snapshot` is what an earlier worker gave back, if any. */
export type Delivery =
  | { kind: "kept"; snapshot: ArrayBuffer | null; compiled: boolean }
  | { kind: "bytes"; count: number }
  | { kind: "module"; module: WebAssembly.Module }
  | { kind: "failed"; message: string };

/** From a worker that has no more use for it. */
export interface GivenBack {
  snapshot: ArrayBuffer;
}

export class Supply {
  #module: Promise<WebAssembly.Module> | null = null;
  #snapshot: ArrayBuffer | null = null;
  #counted: ((count: number) => void) | null = null;
  readonly #compile: (counted: (count: number) => void) => Promise<WebAssembly.Module>;

  constructor(compile: (counted: (count: number) => void) => Promise<WebAssembly.Module>) {
    this.#compile = compile;
  }

  /** The line to a new worker: module and snapshot go out on it, the snapshot comes back. */
  open(): MessagePort {
    const { port1: ours, port2: theirs } = new MessageChannel();
    const send = (delivery: Delivery, transfer: Transferable[] = []): void =>
      ours.postMessage(delivery, transfer);
    ours.onmessage = ({ data }: MessageEvent<GivenBack>) => {
      this.#snapshot = data.snapshot;
    };
    const snapshot = this.#snapshot;
    this.#snapshot = null; // lent: should the worker die before it returns it, it is fetched again
    const compiled = this.#module !== null;
    send({ kind: "kept", snapshot, compiled }, snapshot === null ? [] : [snapshot]);
    this.#counted = (count) => send({ kind: "bytes", count });
    this.#compiled().then(
      (module) => send({ kind: "module", module }),
      (error: unknown) => send({ kind: "failed", message: String(error) }),
    );
    return theirs;
  }

  #compiled(): Promise<WebAssembly.Module> {
    this.#module ??= this.#compile((count) => this.#counted?.(count)).catch((error: unknown) => {
      this.#module = null; // the reader's next Run tries again
      throw error;
    });
    return this.#module;
  }
}

/** Fetch and compile the interpreter of a runtime folder. */
export async function compile(
  runtime: string,
  counted: (count: number) => void,
): Promise<WebAssembly.Module> {
  const file = await unpacked(`${runtime}${WASM}.gzip`, "application/wasm", counted);
  return WebAssembly.compileStreaming(file);
}
