// The source as text to point at: hover, tap and arrow keys find the instructions of a place.
import { html } from "../widgets/drawing/dom.ts";
import { coloured, type Piece } from "./python-text.ts";
import type { CompileError } from "./schema.ts";
import { contains, type Place, type Span } from "./spans.ts";

export type Mark = "hover" | "chosen" | "now" | "error";

/** A line with a breakpoint, and whether any instruction of it can halt a run. */
export interface BrokenLine {
  line: number;
  halts: boolean;
}

export interface SourceEvents {
  /** The pointer is over a place; null when it left. */
  hover(place: Place | null): void;
  choose(place: Place): void;
  /** A breakpoint of this line is wanted, or no longer. */
  breakpoint(line: number): void;
  /** An arrow key: to the line above or below, to the span before or behind. Gives the line. */
  move(way: "up" | "down" | "left" | "right" | "out"): number | null;
}

/** What the explorer needs of either view, the plain one or the editor. */
export interface SourceView {
  readonly root: HTMLElement;
  /** From line `from` on; text is cut at the ends of `spans`, which can then be marked. */
  show(source: string, from: number, spans: readonly Span[]): void;
  mark(kind: Mark, spans: readonly Span[]): void;
  break(lines: readonly BrokenLine[]): void;
  reveal(line: number): void;
  complain(error: CompileError | null): void;
}

export class PlainSource implements SourceView {
  readonly root = html("div", {
    class: "lab-source",
    tabindex: 0,
    role: "group",
    "aria-roledescription": "source code",
    "aria-label": "Source. Arrow keys go through its parts and show their instructions; B sets a breakpoint",
  });
  readonly #marks = new Map<Mark, readonly Span[]>();
  /** Where the arrow keys are. */
  #line: number | null = null;

  constructor(events: SourceEvents) {
    this.root.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") events.hover(onNumber(event.target) ? null : placeOf(event.target));
    });
    this.root.addEventListener("pointerleave", () => events.hover(null));
    this.root.addEventListener("click", (event) => {
      const place = placeOf(event.target);
      if (place !== null && onNumber(event.target)) events.breakpoint(place.line);
      else if (place !== null && getSelection()?.isCollapsed !== false) events.choose(place);
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const way = WAYS[event.key];
      if (way !== undefined) this.#line = events.move(way);
      else if (event.key === "b" && this.#line !== null) events.breakpoint(this.#line);
      else return;
      event.preventDefault();
    });
  }

  show(source: string, from: number, spans: readonly Span[]): void {
    const lines = coloured(source.replace(/\s+$/, ""));
    this.#marks.clear();
    const rows = lines.slice(from - 1).map((pieces, at) => row(pieces, at + from, spans));
    this.root.replaceChildren(...rows);
  }

  /** Only classes change: what the pointer is over stays where it is. */
  mark(kind: Mark, spans: readonly Span[]): void {
    const before = this.#marks.get(kind) ?? [];
    if (before.length === 0 && spans.length === 0) return;
    this.#marks.set(kind, spans);
    const lines = linesOf([...before, ...spans]);
    for (const line of lines) this.#markLine(kind, line, spans);
  }

  #markLine(kind: Mark, line: number, spans: readonly Span[]): void {
    const row = this.#row(line);
    if (row === null) return;
    if (kind === "now") {
      row.classList.toggle(`lab-line-${kind}`, spans.some(({ from }) => from.line === line));
    }
    for (const piece of row.querySelectorAll<HTMLElement>("[data-column]")) {
      const place = { line, column: Number(piece.dataset.column) };
      piece.classList.toggle(`lab-mark-${kind}`, spans.some((span) => contains(span, place)));
    }
  }

  break(lines: readonly BrokenLine[]): void {
    for (const row of this.root.querySelectorAll<HTMLElement>(".lab-line-broken")) unbreak(row);
    for (const { line, halts } of lines) {
      const row = this.#row(line);
      row?.classList.add("lab-line-broken");
      row?.classList.toggle("lab-line-idle", !halts);
      row?.prepend(html("span", { class: "lab-spoken" }, halts ? "breakpoint" : "breakpoint that halts nothing"));
    }
  }

  reveal(line: number): void {
    const row = this.#row(line);
    if (row === null) return;
    const { root } = this;
    const above = row.offsetTop - root.scrollTop;
    if (above >= 0 && above + row.offsetHeight <= root.clientHeight) return;
    root.scrollTop = row.offsetTop - root.clientHeight / 3;
  }

  complain(): void {
    // What is shown here compiled when the page was built.
  }

  #row(line: number): HTMLElement | null {
    return this.root.querySelector(`[data-line="${line}"]`);
  }
}

function row(pieces: readonly Piece[], line: number, spans: readonly Span[]): HTMLElement {
  const parts = cut(pieces, line, spans).map(({ text, kind, column }) =>
    html("span", { class: kind || null, "data-column": column }, text),
  );
  const number = html("span", { class: "lab-number", "aria-hidden": "true" }, String(line));
  const text = html("code", {}, ...(parts.length > 0 ? parts : ["\n"]));
  return html("div", { class: "lab-line", "data-line": line }, number, text);
}

function unbreak(row: HTMLElement): void {
  row.classList.remove("lab-line-broken", "lab-line-idle");
  row.querySelector(".lab-spoken")?.remove();
}

function linesOf(spans: readonly Span[]): Set<number> {
  const lines = new Set<number>();
  for (const { from, to } of spans) {
    for (let line = from.line; line <= to.line; line += 1) lines.add(line);
  }
  return lines;
}

const WAYS: Record<string, "up" | "down" | "left" | "right" | "out"> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Escape: "out",
};

interface PlacedPiece extends Piece {
  /** In characters. */
  column: number;
}

/** Pieces of one line, cut where a span begins or ends, so that each has the same marks throughout. */
export function cut(pieces: readonly Piece[], line: number, spans: readonly Span[]): PlacedPiece[] {
  const ends = new Set(
    spans.flatMap(({ from, to }) => [from, to].filter((place) => place.line === line)).map((p) => p.column),
  );
  const result: PlacedPiece[] = [];
  let column = 0;
  for (const { text, kind } of pieces) {
    let part = "";
    let start = column;
    for (const character of text) {
      if (part !== "" && ends.has(column)) {
        result.push({ text: part, kind, column: start });
        part = "";
        start = column;
      }
      part += character;
      column += 1;
    }
    result.push({ text: part, kind, column: start });
  }
  return result;
}

function onNumber(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(".lab-number");
}

function placeOf(target: EventTarget | null): Place | null {
  if (!(target instanceof Element)) return null;
  const line = target.closest<HTMLElement>("[data-line]")?.dataset.line;
  if (line === undefined) return null;
  const column = target.closest<HTMLElement>("[data-column]")?.dataset.column;
  return { line: Number(line), column: Number(column ?? 0) };
}
