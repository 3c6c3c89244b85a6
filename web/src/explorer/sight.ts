// Which code object of which document is in sight, and where a new document begins.
import { within } from "./player.ts";
import type { BytecodeDocument, CodeObject } from "./schema.ts";
import { linesOf } from "./spans.ts";

export class Sight {
  /** Place of the code object in the document. */
  place = 0;
  document: BytecodeDocument | null = null;
  lines: readonly string[] = [];
  /** Where what is shown of the source begins. */
  firstLine = 1;
  #regions: readonly string[] = [];
  /** Qualified name of what the reader chose; null for nothing yet. */
  #chosen: string | null = null;

  /** Nothing is there yet; what comes is to begin at a code object, or at the first of the regions. */
  begin(regions: readonly string[], chosen: string | null): void {
    this.document = null;
    this.#regions = regions;
    this.#chosen = chosen;
  }

  get all(): readonly CodeObject[] {
    return this.document?.code ?? [];
  }

  get code(): CodeObject | null {
    return this.all[this.place] ?? null;
  }

  /** Qualified names in which a run is to begin. */
  get wanted(): readonly string[] {
    return this.#chosen === null ? this.#regions : [this.#chosen];
  }

  /** The same code object stays in sight, as far as the document has one of its name. */
  see(document: BytecodeDocument, source: string): void {
    this.document = document;
    this.lines = linesOf(source);
    this.firstLine = firstLine(source);
    this.place = this.#startingPlace();
  }

  choose(place: number): void {
    this.place = place;
    this.stay();
  }

  /** Whatever the next document is, it is to show what is in sight now. */
  stay(): void {
    this.#chosen = this.code?.qualname ?? null;
  }

  /** To the code object whose frame runs; `place` is its place in the run. Gives whether it is another. */
  follow({ qualname, first_line }: CodeObject, place: number): boolean {
    const is = (each: CodeObject | undefined): boolean =>
      each?.qualname === qualname && each.first_line === first_line;
    const found = is(this.all[place]) ? place : this.all.findIndex(is);
    if (found < 0 || found === this.place) return false;
    this.place = found;
    return true;
  }

  #startingPlace(): number {
    const named = this.all.findIndex(({ qualname }) => qualname === this.#chosen);
    if (named >= 0) return named;
    const wanted = (name: string): number => this.all.findIndex(({ qualname }) => within(qualname, name));
    const region = this.#regions.map(wanted).find((place) => place >= 0);
    return region ?? (this.all.length > 1 ? 1 : 0);
  }
}

/** The `# /// script` block of a snippet is how to run it, not what it says. */
export function firstLine(source: string): number {
  const header = /^# \/\/\/ script\n(?:#.*\n)*?# \/\/\/\n\s*/.exec(source);
  return header === null ? 1 : header[0].split("\n").length;
}
