// The standard library, fetched only when a program imports what the memory picture does not hold.
import type { PyodideAPI } from "pyodide";

const PLACE = "/lib/python314.zip";
const INPUT_OUTPUT_ERROR = 29; // EIO, as Emscripten numbers it

/**
 * Let Python find its library at its usual place, and fetch it at the first look inside.
 *
 * Python reads files in one go, so the fetch is a synchronous one, which workers may make. When it
 * fails the program gets an `OSError`, and the next import tries again.
 */
export function lendLibrary(fs: PyodideAPI["FS"], address: string): void {
  let library: Uint8Array | null = null;
  const content = (): Uint8Array => (library ??= fetchNow(fs, address));
  Object.defineProperties(fs.lookupPath(PLACE, {}).node, {
    contents: { get: content },
    usedBytes: { get: () => content().length },
  });
}

function fetchNow(fs: PyodideAPI["FS"], address: string): Uint8Array {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
    if (request.status !== 200) throw new Error(`answered ${request.status}`);
  } catch (error) {
    console.warn(`Python's library could not be fetched from ${address}:`, error);
    throw new fs.ErrnoError(INPUT_OUTPUT_ERROR);
  }
  return new Uint8Array(request.response as ArrayBuffer);
}
