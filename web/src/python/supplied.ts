// The worker's end of the line to the page's supply.
import { deferred } from "./deferred.ts";
import { travelling, unzipped } from "./download.ts";
import type { Boot } from "./protocol.ts";
import { type Delivery, type GivenBack, LIBRARY, type Memory } from "./supply.ts";

export class Supplied {
  readonly module: Promise<WebAssembly.Module>;
  readonly snapshot: Promise<ArrayBuffer>;
  readonly #request: Boot;
  readonly #progress: (loaded: number, total: number) => void;
  #loaded = 0;
  #total = 0;

  /** `progress` is told the bytes that have travelled, of those that will. */
  constructor(request: Boot, progress: (loaded: number, total: number) => void) {
    this.#request = request;
    this.#progress = progress;
    const [module, snapshot] = [deferred<WebAssembly.Module>(), deferred<ArrayBuffer>()];
    request.supply.onmessage = ({ data }: MessageEvent<Delivery>) => {
      if (data.kind === "expected") this.#total += data.count;
      else if (data.kind === "bytes") this.#count(data.count);
      else if (data.kind === "module") module.resolve(data.module);
      else if (data.kind === "snapshot") snapshot.resolve(unpacked(data));
      else (data.what === "module" ? module : snapshot).reject(new Error(data.message));
    };
    this.module = module.promise;
    this.snapshot = snapshot.promise;
    // Whoever waits for it hears of it; until then it is no unhandled rejection.
    for (const promise of [this.module, this.snapshot]) promise.catch(() => {});
  }

  /** The next worker begins with it. */
  giveBack(snapshot: ArrayBuffer): void {
    this.#request.supply.postMessage({ snapshot } satisfies GivenBack, [snapshot]);
  }

  /** The whole standard library, for a start without a snapshot. */
  async library(): Promise<ArrayBuffer> {
    const { runtime, sizes } = this.#request;
    this.#total += sizes[LIBRARY] ?? 0;
    const body = await travelling(`${runtime}${LIBRARY}`, (count) => this.#count(count));
    return new Response(body).arrayBuffer();
  }

  #count(bytes: number): void {
    this.#loaded += bytes;
    this.#progress(this.#loaded, this.#total);
  }
}

async function unpacked({ snapshot, gzipped }: Memory): Promise<ArrayBuffer> {
  if (!gzipped) return snapshot;
  return unzipped(new Response(snapshot).body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer();
}
