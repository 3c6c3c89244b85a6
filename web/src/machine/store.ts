// The reader's machine, kept in this browser and nowhere else. Whatever shows it, listens here.
import { type Plain, isObject } from "./figures.ts";

/** The part of `localStorage` used here. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What pages need of a report: small, so that each page may read it. */
export interface Kept {
  /** The processor, as the report names it. */
  readonly name: string;
  /** The day the report was taken, empty if it does not say. */
  readonly takenAt: string;
  readonly machine: Plain;
}

/** What a browser guessed without a report; each figure may be missing. */
export interface Estimate {
  readonly at: string;
  /** Figures by the path of the field they stand for, in its unit. */
  readonly figures: Readonly<Record<string, number>>;
}

const FIGURES = "metal:machine";
const REPORT = "metal:machine-report";
const ESTIMATE = "metal:machine-estimate";

export class MachineStore {
  readonly #shelf: Shelf | null;
  readonly #parsed = new Map<string, { text: string; value: Plain }>();
  readonly #listeners = new Set<() => void>();
  /** Whether a report was loaded on this visit, not on an earlier one. */
  loadedNow = false;
  /** What storage refused stays until the reader leaves. */
  #unkept = new Map<string, string>();

  constructor(shelf: Shelf | null) {
    this.#shelf = shelf;
  }

  get kept(): Kept | null {
    const found = this.#read(FIGURES);
    if (!isObject(found) || !isObject(found["machine"] ?? null)) return null;
    return {
      name: text(found["name"], "a machine without a name"),
      takenAt: text(found["takenAt"], ""),
      machine: found["machine"]!,
    };
  }

  /** The whole report as JSON, null where there is none. */
  get report(): string | null {
    return this.#text(REPORT);
  }

  get estimate(): Estimate | null {
    const found = this.#read(ESTIMATE);
    if (!isObject(found) || !isObject(found["figures"] ?? null)) return null;
    const figures = Object.entries(found["figures"]!).filter(([, value]) => isFigure(value));
    return { at: text(found["at"], ""), figures: Object.fromEntries(figures) };
  }

  /** Whether the browser will remember it; if not, it is shown until the reader leaves. */
  keep(kept: Kept, report: string): boolean {
    const small = this.#write(FIGURES, JSON.stringify(kept));
    const whole = this.#write(REPORT, report);
    this.loadedNow = true;
    this.tell();
    return small && whole;
  }

  keepEstimate(estimate: Estimate): boolean {
    const kept = this.#write(ESTIMATE, JSON.stringify(estimate));
    this.tell();
    return kept;
  }

  forget(): void {
    for (const key of [FIGURES, REPORT]) this.#remove(key);
    this.loadedNow = false;
    this.tell();
  }

  forgetEstimate(): void {
    this.#remove(ESTIMATE);
    this.tell();
  }

  /** Calls back at every change; the answer ends that. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Parsed once for all the figures of a page. */
  #read(key: string): Plain {
    const text = this.#text(key) ?? "null";
    const known = this.#parsed.get(key);
    if (known?.text === text) return known.value;
    const value = parsed(text);
    this.#parsed.set(key, { text, value });
    return value;
  }

  #text(key: string): string | null {
    const unkept = this.#unkept.get(key);
    if (unkept !== undefined) return unkept;
    try {
      return this.#shelf?.getItem(key) ?? null;
    } catch {
      return null; // storage is forbidden
    }
  }

  #write(key: string, value: string): boolean {
    this.#remove(key);
    try {
      this.#shelf?.setItem(key, value);
      if (this.#shelf !== null) return true;
    } catch {
      // full, or forbidden
    }
    this.#unkept.set(key, value);
    return false;
  }

  #remove(key: string): void {
    this.#unkept.delete(key);
    try {
      this.#shelf?.removeItem(key);
    } catch {
      // Storage is forbidden, so nothing was kept either.
    }
  }
}

function parsed(text: string): Plain {
  try {
    return JSON.parse(text) as Plain;
  } catch {
    return null; // written by something else
  }
}

function text(value: Plain | undefined, otherwise: string): string {
  return typeof value === "string" && value !== "" ? value : otherwise;
}

function isFigure(value: Plain): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
