// Source and instructions light up together: what is pointed at, what is picked, the arrow keys.
import type { Instruction } from "./schema.ts";
import type { Sight } from "./sight.ts";
import type { SourcePane } from "./source-pane.ts";
import { at, inLine, of, type Place, type Reference, shownSpan, type Span } from "./spans.ts";

export type Way = "up" | "down" | "left" | "right" | "out";

/** What the explorer shows just now, and where it wants to be told. */
export interface Shows {
  readonly source: SourcePane;
  readonly sight: Sight;
  /** Instructions to light up in the view; `reveal` brings the first into sight. */
  rows(kind: "hover" | "chosen", references: readonly Reference[], reveal: boolean): void;
  describe(instruction: Instruction | null): void;
  /** Whether the view went to another code object. */
  open(place: number): boolean;
}

export class Linker {
  readonly #shows: Shows;
  #chosen: Reference[] = [];
  #cursor: { line: number; span: number } | null = null;

  constructor(shows: Shows) {
    this.#shows = shows;
  }

  /** Nothing is picked any more. */
  forget(): void {
    this.#chosen = [];
    this.#cursor = null;
    this.#shows.source.mark("hover", []);
    this.#shows.source.mark("chosen", []);
  }

  /** Instructions are pointed at. */
  pointAt(references: readonly Reference[]): void {
    this.#shows.source.mark("hover", this.#spansOf(references));
    this.#shows.rows("hover", references, false);
    const described = references[0] ?? this.#chosen[0];
    if (described !== undefined) this.#shows.describe(this.instruction(described));
  }

  /** A place in the source is pointed at. */
  pointAtText(place: Place | null): void {
    const found = place === null ? null : this.#at(place);
    const here = found?.instructions.filter(({ code }) => code === this.#shows.sight.place) ?? [];
    this.#shows.source.mark("hover", found === null ? [] : [found.span]);
    this.#shows.rows("hover", here, true);
    if (here[0] !== undefined) this.#shows.describe(this.instruction(here[0]));
  }

  pickText(place: Place): void {
    const found = this.#at(place);
    if (found !== null) this.pick(found.instructions);
  }

  /** Stays until something else is picked; another code object is opened where none is of this one. */
  pick(references: readonly Reference[]): void {
    const nearest = references.find(({ code }) => code === this.#shows.sight.place) ?? references[0];
    if (nearest === undefined) return;
    if (nearest.code !== this.#shows.sight.place && !this.#shows.open(nearest.code)) return;
    this.#chosen = references.filter(({ code }) => code === this.#shows.sight.place);
    const spans = this.#spansOf(this.#chosen);
    this.#shows.source.mark("chosen", spans);
    this.#shows.rows("chosen", this.#chosen, true);
    if (this.#chosen[0] !== undefined) this.#shows.describe(this.instruction(this.#chosen[0]));
    if (spans[0] !== undefined) this.#shows.source.reveal(spans[0].from.line);
  }

  /** An arrow key in the source: line by line, or part by part within a line. Gives the line. */
  walk(way: Way): number | null {
    if (way === "out") {
      this.forget();
      this.#shows.rows("chosen", [], false);
      return null;
    }
    const { source, sight } = this.#shows;
    const { all: code, firstLine, lines } = sight;
    const now = this.#cursor ?? { line: firstLine - 1, span: 0 };
    const step = way === "left" || way === "up" ? -1 : 1;
    const sideways = way === "left" || way === "right";
    const line = sideways ? now.line : this.#lineWithParts(now.line, step);
    if (line === null) return now.line;
    const parts = inLine(line, code, lines);
    const span = sideways ? Math.min(Math.max(now.span + step, 0), parts.length - 1) : 0;
    this.#cursor = { line, span };
    if (parts[span] !== undefined) {
      this.pick(of(parts[span], code, lines));
      source.mark("chosen", [parts[span]]); // also where the view stays with another code object
    }
    source.reveal(line);
    return line;
  }

  instruction({ code, index }: Reference): Instruction | null {
    return this.#shows.sight.all[code]?.instructions[index] ?? null;
  }

  /** Missing: null where there is no further line that anything was made of. */
  #lineWithParts(from: number, step: number): number | null {
    const { all: code, firstLine, lines } = this.#shows.sight;
    for (let line = from + step; line >= firstLine && line <= lines.length; line += step) {
      if (inLine(line, code, lines).length > 0) return line;
    }
    return null;
  }

  #at(place: Place) {
    return at(place, this.#shows.sight.all, this.#shows.sight.lines);
  }

  #spansOf(references: readonly Reference[]): Span[] {
    return references.flatMap((each) => {
      const instruction = this.instruction(each);
      const span = instruction === null ? null : shownSpan(instruction, this.#shows.sight.lines);
      return span === null ? [] : [span];
    });
  }
}
