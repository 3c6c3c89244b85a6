// Keeps the reader's edits of a snippet in this browser, and nowhere else.

/** The part of `localStorage` used here. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export interface Edit {
  source: string;
  /** Fingerprint of the tested source that was edited. */
  base: string;
}

const PREFIX = "metal:edit:";

export class Edits {
  readonly #shelf: Shelf | null;

  constructor(shelf: Shelf | null) {
    this.#shelf = shelf;
  }

  find(snippet: string): Edit | null {
    try {
      const kept: unknown = JSON.parse(this.#shelf?.getItem(PREFIX + snippet) ?? "null");
      return isEdit(kept) ? kept : null;
    } catch {
      return null; // storage forbidden, or written by something else
    }
  }

  /** Whether it could be kept: storage can be full or forbidden. */
  keep(snippet: string, source: string, tested: string): boolean {
    try {
      const edit: Edit = { source, base: fingerprint(tested) };
      this.#shelf?.setItem(PREFIX + snippet, JSON.stringify(edit));
      return this.#shelf !== null;
    } catch {
      return false;
    }
  }

  forget(snippet: string): void {
    try {
      this.#shelf?.removeItem(PREFIX + snippet);
    } catch {
      // Storage is forbidden, so nothing was kept either.
    }
  }
}

/** FNV-1a, 32 bits: tells versions of a file apart, protects nothing. */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function isEdit(value: unknown): value is Edit {
  const edit = value as Edit | null;
  return typeof edit?.source === "string" && typeof edit.base === "string";
}
