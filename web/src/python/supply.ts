// What the page keeps for its workers: the compiled interpreter, and the memory to begin with.
//
// The page fetches, unpacks and compiles the interpreter, while the worker reads its scripts, and
// fetches and unpacks the memory: two cores, two jobs. What a worker no longer needs comes back, so
// that the next one waits for nothing.
import { deferred } from "./deferred.ts";
import { travelling, unzipped } from "./download.ts";

export const WASM = "pyodide.asm.wasm";
export const SNAPSHOT = "snapshot.bin.gzip";
export const LIBRARY = "python_stdlib.zip";

/** To a worker. `expected` comes first: the bytes that will travel to the page. */
export type Delivery =
  | { kind: "expected"; count: number }
  | { kind: "bytes"; count: number }
  | { kind: "module"; module: WebAssembly.Module }
  /** As an earlier worker left it; null: it must be fetched. */
  | { kind: "snapshot"; snapshot: ArrayBuffer | null }
  | { kind: "failed"; message: string };

/** From a worker: it runs; it has no more use for the memory. */
export type Word = { kind: "begun" } | { kind: "back"; snapshot: ArrayBuffer };

/**
 * Where the interpreter comes from; `counted` hears the bytes that travelled. What takes the page's
 * thread waits for `begun`, because a worker cannot start while that thread is busy.
 */
export interface Source {
  bytes: number;
  load(counted: (count: number) => void, begun: Promise<void>): Promise<WebAssembly.Module>;
}

export class Supply {
  #compiled: Promise<WebAssembly.Module> | null = null;
  #kept: ArrayBuffer | null = null;
  #counted: (count: number) => void = () => {};
  /** A worker runs. */
  readonly #begun = deferred<void>();
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  /** The line to a new worker. */
  open(): MessagePort {
    const { port1: ours, port2: theirs } = new MessageChannel();
    const send = (delivery: Delivery, transfer: Transferable[] = []): void =>
      ours.postMessage(delivery, transfer);
    ours.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data.kind === "begun") this.#begun.resolve();
      else this.#kept = data.snapshot;
    };
    this.#counted = (count) => send({ kind: "bytes", count });
    send({ kind: "expected", count: this.#compiled === null ? this.#source.bytes : 0 });
    // Should the worker die before it gives the memory back, the next one fetches it.
    send({ kind: "snapshot", snapshot: this.#kept }, this.#kept === null ? [] : [this.#kept]);
    this.#kept = null;
    this.#compile().then(
      (module) => send({ kind: "module", module }),
      (error: unknown) => send({ kind: "failed", message: String(error) }),
    );
    return theirs;
  }

  #compile(): Promise<WebAssembly.Module> {
    const counted = (count: number): void => this.#counted(count);
    this.#compiled ??= this.#source.load(counted, this.#begun.promise).catch((error) => {
      this.#compiled = null; // the reader's next Run tries again
      throw error;
    });
    return this.#compiled;
  }
}

/** The supply of a runtime's folder, with the sizes of its files. */
export function supplyOf(runtime: string, sizes: Record<string, number>): Supply {
  return new Supply({
    bytes: sizes[`${WASM}.gzip`] ?? 0,
    async load(counted, begun) {
      const body = await travelling(`${runtime}${WASM}.gzip`, counted);
      await begun;
      return WebAssembly.compileStreaming(unzipped(body, "application/wasm"));
    },
  });
}
