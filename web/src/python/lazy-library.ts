// The standard library, fetched only when a program imports what the memory picture does not hold.
import type { PyodideAPI } from "pyodide";
import { travelling } from "./download.ts";

export const PLACE = "/lib/python314.zip";
const INPUT_OUTPUT_ERROR = 29; // EIO, as Emscripten numbers it
const READ_ONLY = 69; // EROFS

type FS = PyodideAPI["FS"];

/** The library of this worker's Python, once it has been lent. */
export let lent: LentLibrary | null = null;

/** Let Python find its library at its usual place, and fetch it at the first look inside. */
export function lendLibrary(fs: FS, address: string): void {
  const library = new LentLibrary(fs, address);
  lent = library;
  Object.defineProperties(fs.lookupPath(PLACE, {}).node, {
    contents: { get: () => library.content(), set: () => library.refuse() },
    usedBytes: { get: () => library.content().length, set: () => library.refuse() },
  });
}

class LentLibrary {
  /** Why it did not come the last time; empty if it did, or was not asked for. */
  problem = "";
  #content: Uint8Array | null = null;
  readonly #fs: FS;
  readonly #address: string;

  constructor(fs: FS, address: string) {
    this.#fs = fs;
    this.#address = address;
  }

  get isHere(): boolean {
    return this.#content !== null;
  }

  /** Never rejects: what is still missing then is fetched at its import, or fails there. */
  async fetch(counted: (count: number) => void): Promise<void> {
    try {
      const body = await travelling(this.#address, counted);
      this.#content = new Uint8Array(await new Response(body).arrayBuffer());
      this.problem = "";
    } catch (error) {
      this.#fails(error);
    }
  }

  /**
   * Python reads files in one go, so an import that nobody foresaw makes a synchronous request,
   * which workers may. When it fails the program gets an `OSError`, and the next import tries again.
   */
  content(): Uint8Array {
    this.#content ??= this.#fetchNow();
    return this.#content;
  }

  refuse(): never {
    throw new this.#fs.ErrnoError(READ_ONLY);
  }

  #fetchNow(): Uint8Array {
    const request = new XMLHttpRequest();
    request.open("GET", this.#address, false);
    request.responseType = "arraybuffer";
    try {
      request.send();
      if (request.status !== 200) throw new Error(`${this.#address} answered ${request.status}`);
    } catch (error) {
      this.#fails(error);
      throw new this.#fs.ErrnoError(INPUT_OUTPUT_ERROR);
    }
    this.problem = "";
    return new Uint8Array(request.response as ArrayBuffer);
  }

  #fails(error: unknown): void {
    this.problem = error instanceof Error ? error.message : String(error);
    console.warn("Python's library could not be fetched:", error);
  }
}
