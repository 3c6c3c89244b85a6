// The worker's end of the line to the page's supply, and what the worker fetches by itself.
import { deferred } from "./deferred.ts";
import { travelling, unzipped } from "./download.ts";
import type { Boot } from "./protocol.ts";
import { type Delivery, LIBRARY, SNAPSHOT, type Word } from "./supply.ts";

export class Supplied {
  readonly module: Promise<WebAssembly.Module>;
  /** As an earlier worker left it. */
  readonly #left: Promise<ArrayBuffer | null>;
  readonly #request: Boot;
  readonly #progress: (loaded: number, total: number) => void;
  #loaded = 0;
  #total = 0;

  /** `progress` is told the bytes that have travelled, of those that will. */
  constructor(request: Boot, progress: (loaded: number, total: number) => void) {
    this.#request = request;
    this.#progress = progress;
    const [module, left] = [deferred<WebAssembly.Module>(), deferred<ArrayBuffer | null>()];
    request.supply.onmessage = ({ data }: MessageEvent<Delivery>) => {
      if (data.kind === "expected") this.#total += data.count;
      else if (data.kind === "bytes") this.#count(data.count);
      else if (data.kind === "module") module.resolve(data.module);
      else if (data.kind === "snapshot") left.resolve(data.snapshot);
      else module.reject(new Error(data.message));
    };
    this.module = module.promise;
    this.#left = left.promise;
    this.module.catch(() => {}); // whoever waits for it hears of it
    this.#say({ kind: "begun" });
  }

  /** The memory to begin with; rejects where there is none. */
  async snapshot(): Promise<ArrayBuffer> {
    const left = await this.#left;
    if (left !== null) return left;
    if (!(SNAPSHOT in this.#request.sizes)) throw new Error("this Python has no snapshot");
    return unzipped(await this.#fetched(SNAPSHOT)).arrayBuffer();
  }

  /** The next worker begins with it. */
  giveBack(snapshot: ArrayBuffer): void {
    this.#say({ kind: "back", snapshot }, [snapshot]);
  }

  /** The whole standard library, for a start without a snapshot. */
  async library(): Promise<ArrayBuffer> {
    return new Response(await this.#fetched(LIBRARY)).arrayBuffer();
  }

  #fetched(name: string): ReturnType<typeof travelling> {
    const { runtime, sizes } = this.#request;
    this.#total += sizes[name] ?? 0;
    return travelling(`${runtime}${name}`, (count) => this.#count(count));
  }

  #say(word: Word, transfer: Transferable[] = []): void {
    this.#request.supply.postMessage(word, transfer);
  }

  #count(bytes: number): void {
    this.#loaded += bytes;
    this.#progress(this.#loaded, this.#total);
  }
}
