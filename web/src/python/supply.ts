// What the page keeps for its workers: the compiled interpreter, and the memory to begin with.
//
// The page fetches both, and unpacks and compiles the interpreter, while the worker reads its
// scripts and unpacks the memory: two cores, two jobs. What a worker no longer needs comes back, so
// that the next one waits for nothing.
import { travelling, unzipped } from "./download.ts";

export const WASM = "pyodide.asm.wasm";
export const SNAPSHOT = "snapshot.bin.gzip";
export const LIBRARY = "python_stdlib.zip";

/** To a worker. `expected` comes first: the bytes that will travel. */
export type Delivery =
  | { kind: "expected"; count: number }
  | { kind: "bytes"; count: number }
  | { kind: "module"; module: WebAssembly.Module }
  | ({ kind: "snapshot" } & Memory)
  | { kind: "failed"; what: "module" | "snapshot"; message: string };

/** As it travelled, or as an earlier worker left it. */
export interface Memory {
  snapshot: ArrayBuffer;
  gzipped: boolean;
}

/** From a worker that has no more use for it. */
export interface GivenBack {
  snapshot: ArrayBuffer;
}

/** Where something comes from; `counted` hears the bytes that travelled. */
export interface Source<Content> {
  bytes: number;
  load(counted: (count: number) => void): Promise<Content>;
}

export class Supply {
  #compiled: Promise<WebAssembly.Module> | null = null;
  #kept: ArrayBuffer | null = null;
  #counted: (count: number) => void = () => {};
  readonly #module: Source<WebAssembly.Module>;
  readonly #snapshot: Source<ArrayBuffer> | null;

  /** `snapshot`, gzipped, or null where there is none. */
  constructor(module: Source<WebAssembly.Module>, snapshot: Source<ArrayBuffer> | null) {
    this.#module = module;
    this.#snapshot = snapshot;
  }

  /** The line to a new worker. */
  open(): MessagePort {
    const { port1: ours, port2: theirs } = new MessageChannel();
    const send = (delivery: Delivery, transfer: Transferable[] = []): void =>
      ours.postMessage(delivery, transfer);
    const fail = (what: "module" | "snapshot") => (error: unknown) =>
      send({ kind: "failed", what, message: String(error) });
    ours.onmessage = ({ data }: MessageEvent<GivenBack>) => {
      this.#kept = data.snapshot;
    };
    this.#counted = (count) => send({ kind: "bytes", count });
    send({ kind: "expected", count: this.#bytesToCome() });
    this.#compile().then((module) => send({ kind: "module", module }), fail("module"));
    const snapshot = this.#lend();
    snapshot?.then(
      (lent) => send({ kind: "snapshot", ...lent }, [lent.snapshot]),
      fail("snapshot"),
    );
    return theirs;
  }

  #bytesToCome(): number {
    const module = this.#compiled === null ? this.#module.bytes : 0;
    return module + (this.#kept === null ? (this.#snapshot?.bytes ?? 0) : 0);
  }

  #compile(): Promise<WebAssembly.Module> {
    this.#compiled ??= this.#module.load((count) => this.#counted(count)).catch((error) => {
      this.#compiled = null; // the reader's next Run tries again
      throw error;
    });
    return this.#compiled;
  }

  /** Should the worker die before it gives the snapshot back, it is fetched again. */
  #lend(): Promise<Memory> | undefined {
    const kept = this.#kept;
    this.#kept = null;
    if (kept !== null) return Promise.resolve({ snapshot: kept, gzipped: false });
    const fetched = this.#snapshot?.load((count) => this.#counted(count));
    return fetched?.then((snapshot) => ({ snapshot, gzipped: true }));
  }
}

/** The supply of a runtime's folder, with the sizes of its files. */
export function supplyOf(runtime: string, sizes: Record<string, number>): Supply {
  const module = {
    bytes: sizes[`${WASM}.gzip`] ?? 0,
    async load(counted: (count: number) => void) {
      const body = await travelling(`${runtime}${WASM}.gzip`, counted);
      return WebAssembly.compileStreaming(unzipped(body, "application/wasm"));
    },
  };
  const snapshot = {
    bytes: sizes[SNAPSHOT] ?? 0,
    async load(counted: (count: number) => void) {
      return new Response(await travelling(`${runtime}${SNAPSHOT}`, counted)).arrayBuffer();
    },
  };
  return new Supply(module, SNAPSHOT in sizes ? snapshot : null);
}
