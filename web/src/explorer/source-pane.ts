// The source's side of the explorer: to read or to edit, with its breakpoints and its problem.
import { html } from "../widgets/drawing/dom.ts";
import { Breakpoints, firstOfLine } from "./breakpoints.ts";
import type { CodeObject, CompileError } from "./schema.ts";
import { type Mark, PlainSource, type SourceEvents, type SourceView } from "./source-view.ts";
import type { Span } from "./spans.ts";

const TYPING_MS = 350;

export interface PaneEvents extends Omit<SourceEvents, "breakpoint"> {
  /** The reader has typed, and paused. */
  typed(text: string): void;
  /** Breakpoints were set, removed, or moved by an edit; in words, if the reader asked for it. */
  broken(says: string): void;
}

export class SourcePane {
  readonly root = html("section", { class: "lab-source-pane", "aria-label": "Source" });
  readonly breakpoints = new Breakpoints();
  readonly #events: SourceEvents;
  readonly #pane: PaneEvents;
  #view: SourceView;
  #code: readonly CodeObject[] = [];
  #typing: ReturnType<typeof setTimeout> | undefined;
  #linesBefore: readonly number[] = [];

  constructor(events: PaneEvents, problem: HTMLElement) {
    this.#pane = events;
    this.#events = { ...events, breakpoint: (line) => this.toggle(line) };
    this.#view = new PlainSource(this.#events);
    this.root.append(this.#view.root, problem);
  }

  /** Lines with breakpoints as they were before the reader began to type. */
  get linesBefore(): readonly number[] {
    return this.#linesBefore;
  }

  // --- what is shown ------------------------------------------------------------------------------

  show(source: string, from: number, spans: readonly Span[]): void {
    this.#view.show(source, from, spans);
    this.#drawBreakpoints();
  }

  mark(kind: Mark, spans: readonly Span[]): void {
    this.#view.mark(kind, spans);
  }

  reveal(line: number): void {
    this.#view.reveal(line);
  }

  complain(error: CompileError | null): void {
    this.#view.complain(error);
  }

  // --- reading and editing ------------------------------------------------------------------------

  /** Back to text that is only read; the caller shows it. */
  close(): void {
    clearTimeout(this.#typing);
    this.#swap(new PlainSource(this.#events));
  }

  async edit(source: string, name: string): Promise<void> {
    const { EditableSource } = await import("./editable-source.ts");
    const editable = new EditableSource(source, `${name}. F9 sets a breakpoint; Escape, then Tab leaves the editor`, {
      ...this.#events,
      changed: (text) => this.#typed(text),
      moved: (lines) => this.#moved(lines),
    });
    this.#linesBefore = this.breakpoints.lines;
    this.#swap(editable);
    this.#drawBreakpoints();
    editable.focus();
  }

  #swap(view: SourceView): void {
    this.#view.root.replaceWith(view.root);
    this.#view = view;
  }

  #typed(text: string): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.#pane.typed(text), TYPING_MS);
  }

  // --- breakpoints --------------------------------------------------------------------------------

  /** Bytecode of another text is there: of some lines there may be none. */
  compiled(code: readonly CodeObject[]): void {
    this.#code = code;
    this.#drawBreakpoints();
  }

  toggle(line: number): void {
    const set = this.breakpoints.toggleLine(line);
    this.#drawBreakpoints();
    const idle = set && !this.#halts(line) ? " No instruction is of this line: no run halts here." : "";
    this.#pane.broken(`Breakpoint ${set ? "set in" : "removed from"} line ${line}.${idle}`);
  }

  setLines(lines: readonly number[]): void {
    this.breakpoints.setLines(lines);
    this.#drawBreakpoints();
  }

  clear(): void {
    this.breakpoints.clear();
    this.#drawBreakpoints();
    this.#pane.broken("All breakpoints are removed.");
  }

  #moved(lines: readonly number[]): void {
    this.breakpoints.setLines(lines);
    this.#pane.broken("");
  }

  #halts(line: number): boolean {
    return this.#code.some((code) => firstOfLine(code, line) >= 0);
  }

  #drawBreakpoints(): void {
    this.#view.break(this.breakpoints.lines.map((line) => ({ line, halts: this.#halts(line) })));
  }
}
