// A picture of CPython's memory after its start: how the build writes it, how a worker restores it.
//
// Only pages that the start of Python changed are kept; the rest is as the interpreter's own data
// left it. The file is little-endian words, because WebAssembly's memory is.

/** What Python was started with; memory remembers it, so a restoring worker must say the same. */
export const ENVIRONMENT = {
  HOME: "/home/pyodide",
  LANG: "C.UTF-8",
  PYTHONINSPECT: "",
  // One picture serves every reader, so strings hash alike for all; `sys.flags` says so too.
  PYTHONHASHSEED: "0",
  TERM: "dumb",
  _: "python",
};

/** Bytes that Pyodide's own description of a picture may take here; it takes about 130. */
export const DESCRIPTION_BYTES = 1024;

export interface Snapshot {
  /** Pyodide's description of the picture, padded, with no memory after it. */
  description: Uint8Array;
  /** Size that the memory has to have already: it cannot be made smaller again. */
  memoryBytes: number;
  /** Numbers of the changed pages, ascending. */
  pages: Uint32Array;
  /** The changed pages, one after the other. */
  content: Uint8Array;
}

const MAGIC = 0x314d5450; // "PTM1"
const PAGE_BYTES = 4096;
const WORDS = 3; // magic, bytes of memory, number of changed pages

/**
 * The file for a memory picture as Pyodide makes it, given the memory before Python's start.
 * Throws when the description does not fit, or memory grew meanwhile.
 */
export function pack(picture: Uint8Array, before: Uint8Array): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(picture.buffer, picture.byteOffset, 2);
  const begin = words[1] as number; // where memory begins, after the description
  const memory = picture.subarray(begin);
  if (begin > DESCRIPTION_BYTES) throw new Error(`the description takes ${begin} bytes`);
  if (memory.length !== before.length) {
    throw new Error(`memory grew from ${before.length} to ${memory.length} bytes`);
  }
  const pages = changedPages(memory, before);
  const bytes = WORDS * 4 + DESCRIPTION_BYTES + pages.length * (4 + PAGE_BYTES);
  const file = new Uint8Array(bytes);
  new Uint32Array(file.buffer, 0, WORDS).set([MAGIC, memory.length, pages.length]);
  const { description, pages: numbers, content } = unpack(file.buffer);
  description.set(picture.subarray(0, begin));
  new Uint32Array(description.buffer, description.byteOffset, 2)[1] = DESCRIPTION_BYTES;
  numbers.set(pages);
  pages.forEach((page, index) => content.set(pageOf(memory, page), index * PAGE_BYTES));
  return file;
}

/** Throws when the file is none of ours, or not whole. */
export function unpack(file: ArrayBuffer): Snapshot {
  const least = WORDS * 4 + DESCRIPTION_BYTES;
  if (file.byteLength < least) throw new Error(`a snapshot of ${file.byteLength} bytes`);
  const [magic, memoryBytes = 0, count = 0] = new Uint32Array(file, 0, WORDS);
  const expected = least + count * (4 + PAGE_BYTES);
  if (magic !== MAGIC || file.byteLength !== expected) {
    throw new Error(`not a whole snapshot: ${file.byteLength} bytes, expected ${expected}`);
  }
  return {
    description: new Uint8Array(file, WORDS * 4, DESCRIPTION_BYTES),
    memoryBytes,
    pages: new Uint32Array(file, least, count),
    content: new Uint8Array(file, least + count * 4),
  };
}

/** Copy the changed pages to their places. Throws when the memory has another size. */
export function restore({ memoryBytes, pages, content }: Snapshot, memory: Uint8Array): void {
  if (memory.length !== memoryBytes) {
    throw new Error(`memory has ${memory.length} bytes, the snapshot's had ${memoryBytes}`);
  }
  for (let from = 0; from < pages.length; ) {
    let to = from + 1;
    while (to < pages.length && pages[to] === (pages[to - 1] as number) + 1) to++;
    const run = content.subarray(from * PAGE_BYTES, to * PAGE_BYTES);
    memory.set(run, (pages[from] as number) * PAGE_BYTES);
    from = to;
  }
}

function changedPages(memory: Uint8Array, before: Uint8Array): number[] {
  const count = memory.length / PAGE_BYTES;
  return [...Array(count).keys()].filter((page) => differ(pageOf(memory, page), pageOf(before, page)));
}

function differ(one: Uint8Array, other: Uint8Array): boolean {
  return one.some((byte, index) => byte !== other[index]);
}

function pageOf(memory: Uint8Array, page: number): Uint8Array {
  return memory.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
}
