// Permalinks: what the lab shows, compressed into the fragment of its address; nothing is sent.
//
// `#1.<base64url of deflate-raw of JSON>`. Whatever stands in an address may be hostile: it is
// bounded while it is unpacked, and every field is checked before it is believed.

export const VIEWS = ["step", "bytecode", "specialise", "versions", "flow", "stages", "details"] as const;
export type View = (typeof VIEWS)[number];

export const VERSIONS = ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"] as const;
export type Version = (typeof VERSIONS)[number];

/** What an address says. An example or the reader's own source, never both. */
export interface Shown {
  example?: string;
  source?: string;
  version?: Version;
  view?: View;
  /** Qualified name of the code object. */
  code?: string;
  /** The version on the left of a comparison. */
  before?: Version;
  step?: number;
  /** Lines with a breakpoint. */
  breakpoints?: readonly number[];
  /** What the program reads from its standard input. */
  typed?: string;
}

export const LONGEST_SOURCE = 50_000;
const MOST_BREAKPOINTS = 1_000;
const LONGEST_FRAGMENT = 40_000;
const MARK = "1.";

export async function fragmentOf(shown: Shown): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(shown));
  return MARK + base64url(await through(text, new CompressionStream("deflate-raw"), Infinity));
}

/** Missing: null for a fragment that is none of ours, too long, damaged, or says nothing usable. */
export async function shownBy(fragment: string): Promise<Shown | null> {
  const packed = fragment.replace(/^#/, "");
  if (!packed.startsWith(MARK) || packed.length > LONGEST_FRAGMENT) return null;
  try {
    const bytes = fromBase64url(packed.slice(MARK.length));
    const limit = LONGEST_SOURCE * 8 + 1_000;
    const text = await through(bytes, new DecompressionStream("deflate-raw"), limit);
    return checked(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text)));
  } catch {
    return null;
  }
}

/** Only what is of the right type and from the right list. */
export function checked(said: unknown): Shown | null {
  if (typeof said !== "object" || said === null || Array.isArray(said)) return null;
  const fields = said as Record<string, unknown>;
  const shown: Shown = {};
  if (isText(fields.source, LONGEST_SOURCE)) shown.source = fields.source;
  else if (isText(fields.example, 40) && /^[a-z]+$/.test(fields.example)) shown.example = fields.example;
  if (isText(fields.code, 200)) shown.code = fields.code;
  if (isOneOf(VIEWS, fields.view)) shown.view = fields.view;
  if (isOneOf(VERSIONS, fields.version)) shown.version = fields.version;
  if (isOneOf(VERSIONS, fields.before)) shown.before = fields.before;
  if (Number.isSafeInteger(fields.step) && Number(fields.step) >= 0) shown.step = Number(fields.step);
  if (isText(fields.typed, LONGEST_SOURCE)) shown.typed = fields.typed;
  if (isLines(fields.breakpoints)) shown.breakpoints = fields.breakpoints;
  return Object.keys(shown).length > 0 ? shown : null;
}

function isLines(value: unknown): value is number[] {
  const isLine = (line: unknown): boolean => Number.isSafeInteger(line) && Number(line) >= 1;
  return Array.isArray(value) && value.length <= MOST_BREAKPOINTS && value.every(isLine);
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === "string" && value.length <= longest;
}

function isOneOf<Name extends string>(names: readonly Name[], value: unknown): value is Name {
  return names.includes(value as Name);
}

/** Bytes through a stream that changes them; more than `limit` coming out is an error. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  change: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(change).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.byteLength;
    if (length > limit) {
      await reader.cancel();
      throw new RangeError(`more than ${limit} bytes`);
    }
    parts.push(value as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function base64url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
