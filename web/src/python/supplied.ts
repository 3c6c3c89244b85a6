// The worker's end of the line to the page's supply, and what it has to fetch by itself.
import { deferred } from "./deferred.ts";
import { unpacked } from "./download.ts";
import type { Boot } from "./protocol.ts";
import { type Delivery, type GivenBack, LIBRARY, SNAPSHOT, WASM } from "./supply.ts";

/** Bytes that have travelled, of those that will. */
export class Travelled {
  #loaded = 0;
  #total = 0;
  readonly #tell: (loaded: number, total: number) => void;

  constructor(tell: (loaded: number, total: number) => void) {
    this.#tell = tell;
  }

  expect(count = 0): void {
    this.#total += count;
  }

  add(count: number): void {
    this.#loaded += count;
    this.#tell(this.#loaded, this.#total);
  }
}

export class Supplied {
  readonly module: Promise<WebAssembly.Module>;
  readonly snapshot: Promise<ArrayBuffer>;
  readonly #request: Boot;
  readonly #travelled: Travelled;

  constructor(request: Boot, travelled: Travelled) {
    this.#request = request;
    this.#travelled = travelled;
    const kept = deferred<ArrayBuffer | null>();
    const module = deferred<WebAssembly.Module>();
    request.supply.onmessage = ({ data }: MessageEvent<Delivery>) => {
      if (data.kind === "bytes") travelled.add(data.count);
      else if (data.kind === "failed") module.reject(new Error(data.message));
      else if (data.kind === "module") module.resolve(data.module);
      else {
        if (!data.compiled) travelled.expect(request.sizes[`${WASM}.gzip`]);
        kept.resolve(data.snapshot);
      }
    };
    this.module = module.promise;
    this.snapshot = kept.promise.then((snapshot) => snapshot ?? this.#fetchSnapshot());
    // Whoever waits for it hears of it; until then it is no unhandled rejection.
    for (const promise of [this.module, this.snapshot]) promise.catch(() => {});
  }

  /** The next worker begins with it. */
  giveBack(snapshot: ArrayBuffer): void {
    this.#request.supply.postMessage({ snapshot } satisfies GivenBack, [snapshot]);
  }

  async library(): Promise<ArrayBuffer> {
    const { runtime, sizes } = this.#request;
    this.#travelled.expect(sizes[LIBRARY]);
    const response = await fetch(`${runtime}${LIBRARY}`);
    if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
    const library = await response.arrayBuffer();
    this.#travelled.add(library.byteLength);
    return library;
  }

  async #fetchSnapshot(): Promise<ArrayBuffer> {
    const { runtime, sizes } = this.#request;
    if (sizes[SNAPSHOT] === undefined) throw new Error(`${runtime} has no snapshot`);
    this.#travelled.expect(sizes[SNAPSHOT]);
    const add = (count: number): void => this.#travelled.add(count);
    return (await unpacked(`${runtime}${SNAPSHOT}`, "", add)).arrayBuffer();
  }
}
