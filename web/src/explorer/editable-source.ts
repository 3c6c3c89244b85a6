// The source in CodeMirror: the same marks and the same pointing as the plain view, and typing.
import { setDiagnostics } from "@codemirror/lint";
import { type Extension, RangeSetBuilder, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { openEditor } from "../python/editor.ts";
import { html } from "../widgets/drawing/dom.ts";
import type { CompileError } from "./schema.ts";
import { breakpointGutter, type GutterEvents, showDots } from "./breakpoint-gutter.ts";
import type { BrokenLine, Mark, SourceEvents, SourceView } from "./source-view.ts";
import { characterColumn, type Place, type Span, unitColumn } from "./spans.ts";

export interface EditEvents extends SourceEvents, GutterEvents {
  changed(text: string): void;
}

const setMark = StateEffect.define<{ kind: Mark; spans: readonly Span[] }>();

/** Marks by kind; typing moves them along until the next document comes. */
const marks = StateField.define<Map<Mark, DecorationSet>>({
  create: () => new Map(),
  update(value, transaction) {
    let next = value;
    if (transaction.docChanged) {
      next = new Map([...value].map(([kind, set]) => [kind, set.map(transaction.changes)]));
    }
    for (const effect of transaction.effects) {
      if (!effect.is(setMark)) continue;
      next = new Map(next);
      next.set(effect.value.kind, decorations(effect.value.kind, effect.value.spans, transaction.newDoc));
    }
    return next;
  },
  provide: (field) =>
    EditorView.decorations.computeN([field], (state) => [...state.field(field).values()]),
});

function decorations(kind: Mark, spans: readonly Span[], document: Text): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const decoration = Decoration.mark({ class: `lab-mark-${kind}` });
  const ranges = spans
    .map(({ from, to }) => [offsetOf(from, document), offsetOf(to, document)] as const)
    .filter(([from, to]) => from < to)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const line = kind === "now" ? spans[0]?.from.line : undefined;
  const start = line === undefined || line < 1 || line > document.lines ? null : document.line(line).from;
  if (start !== null) builder.add(start, start, Decoration.line({ class: "lab-line-now" }));
  for (const [from, to] of ranges) builder.add(from, to, decoration);
  return builder.finish();
}

function offsetOf({ line, column }: Place, document: Text): number {
  if (line < 1) return 0;
  if (line > document.lines) return document.length;
  const { from, text } = document.line(line);
  return from + unitColumn(text, column);
}

function placeAt(offset: number, document: Text): Place {
  const { number, from, text } = document.lineAt(offset);
  return { line: number, column: characterColumn(text, offset - from) };
}

export class EditableSource implements SourceView {
  readonly root = html("div", { class: "lab-source lab-editing" });
  readonly #view: EditorView;

  constructor(text: string, label: string, events: EditEvents) {
    const reached = EditorView.contentAttributes.of({ tabindex: "0" }); // where it scrolls, a key reaches it
    const more = [breakpointGutter(events), pointing(events), reached];
    this.#view = openEditor(this.root, text, label, { changed: events.changed, run: () => undefined }, more).view;
    this.root.addEventListener("click", ({ target }) => {
      const number = target instanceof Element ? target.closest(".cm-lineNumbers .cm-gutterElement") : null;
      if (number !== null) events.breakpoint(Number(number.textContent));
    });
  }

  show(): void {
    // The reader's own text is here already.
  }

  mark(kind: Mark, spans: readonly Span[]): void {
    this.#view.dispatch({ effects: setMark.of({ kind, spans }) });
  }

  break(lines: readonly BrokenLine[]): void {
    showDots(this.#view, lines);
  }

  reveal(line: number): void {
    const { doc } = this.#view.state;
    if (this.#view.hasFocus || line < 1 || line > doc.lines) return;
    const place = this.#view.lineBlockAt(doc.line(line).from);
    const { scrollDOM } = this.#view;
    const shown = place.top >= scrollDOM.scrollTop && place.bottom <= scrollDOM.scrollTop + scrollDOM.clientHeight;
    if (!shown) scrollDOM.scrollTop = place.top - scrollDOM.clientHeight / 3;
  }

  complain(error: CompileError | null): void {
    const { state } = this.#view;
    if (error === null) {
      this.mark("error", []);
      this.#view.dispatch(setDiagnostics(state, []));
      return;
    }
    const { line, column, end_line, end_column, kind, message } = error;
    if (line === null) return;
    const from = offsetOf({ line, column: column ?? 0 }, state.doc);
    const to = end_line === null ? from : offsetOf({ line: end_line, column: end_column ?? 0 }, state.doc);
    const diagnostic = { from, to: Math.max(from, to), severity: "error" as const, message: `${kind}: ${message}` };
    this.#view.dispatch(setDiagnostics(state, [diagnostic]));
  }

  focus(): void {
    this.#view.focus();
  }
}

function pointing(events: SourceEvents): Extension {
  return [
    marks,
    EditorView.domEventHandlers({
      mousemove(event, view) {
        const offset = view.posAtCoords({ x: event.clientX, y: event.clientY });
        events.hover(offset === null ? null : placeAt(offset, view.state.doc));
      },
      mouseleave: () => events.hover(null),
    }),
    EditorView.updateListener.of((update) => {
      if (!update.selectionSet || update.docChanged) return;
      const { main } = update.state.selection;
      if (main.empty) events.choose(placeAt(main.head, update.state.doc));
    }),
  ];
}
