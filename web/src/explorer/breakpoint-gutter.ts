// Breakpoints in CodeMirror: dots in a gutter, by click and by F9, which edits move along.
import { type EditorState, type Extension, Prec, RangeSet, StateEffect, StateField, type Text } from "@codemirror/state";
import { EditorView, gutter, GutterMarker, keymap } from "@codemirror/view";
import { html } from "../widgets/drawing/dom.ts";
import type { BrokenLine } from "./source-view.ts";

export interface GutterEvents {
  breakpoint(line: number): void;
  /** An edit has moved or removed some. */
  moved(lines: readonly number[]): void;
}

class Dot extends GutterMarker {
  /** Lines put in before a line push its dot along. */
  override startSide = 1;
  readonly #halts: boolean;

  constructor(halts: boolean) {
    super();
    this.#halts = halts;
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof Dot && other.#halts === this.#halts;
  }

  override toDOM(): HTMLElement {
    return html("span", { class: this.#halts ? "lab-dot" : "lab-dot lab-dot-idle" }, this.#halts ? "●" : "○");
  }
}

const HALTS = new Dot(true);
const IDLE = new Dot(false);
const setDots = StateEffect.define<readonly BrokenLine[]>();

const dots = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(value, transaction) {
    const given = transaction.effects.findLast((effect) => effect.is(setDots));
    if (given !== undefined) return placed(given.value as readonly BrokenLine[], transaction.newDoc);
    if (!transaction.docChanged) return value;
    return anchored(value.map(transaction.changes), transaction.newDoc);
  },
});

function placed(lines: readonly BrokenLine[], document: Text): RangeSet<GutterMarker> {
  const inside = lines.filter(({ line }) => line <= document.lines);
  return RangeSet.of(
    inside.map(({ line, halts }) => (halts ? HALTS : IDLE).range(document.line(line).from)),
    true,
  );
}

/** One dot a line, where the line begins. */
function anchored(set: RangeSet<GutterMarker>, document: Text): RangeSet<GutterMarker> {
  const found = new Map<number, boolean>();
  for (const at = set.iter(); at.value !== null; at.next()) {
    found.set(document.lineAt(at.from).number, at.value === HALTS);
  }
  return placed([...found].map(([line, halts]) => ({ line, halts })), document);
}

function linesOf(state: EditorState): number[] {
  const lines: number[] = [];
  for (const at = state.field(dots).iter(); at.value !== null; at.next()) {
    lines.push(state.doc.lineAt(at.from).number);
  }
  return lines;
}

export function showDots(view: EditorView, lines: readonly BrokenLine[]): void {
  view.dispatch({ effects: setDots.of(lines) });
}

export function breakpointGutter(events: GutterEvents): Extension {
  const pressed = (view: EditorView, from: number): boolean => {
    events.breakpoint(view.state.doc.lineAt(from).number);
    return true;
  };
  return [
    dots,
    Prec.high(
      gutter({
        class: "lab-dots",
        markers: (view) => view.state.field(dots),
        initialSpacer: () => HALTS,
        domEventHandlers: { mousedown: (view, { from }) => pressed(view, from) },
      }),
    ),
    keymap.of([{ key: "F9", run: (view) => pressed(view, view.state.selection.main.head) }]),
    EditorView.updateListener.of(({ docChanged, startState, state }) => {
      if (docChanged && startState.field(dots) !== state.field(dots)) events.moved(linesOf(state));
    }),
  ];
}
