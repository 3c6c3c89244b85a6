// CodeMirror, loaded on the first Edit; its colours are the page's own, so light and dark follow.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  codeFolding,
  foldEffect,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

export interface Editor {
  readonly text: string;
  readonly view: EditorView;
  replace(text: string): void;
  showLine(line: number): void;
  focus(): void;
}

export interface EditorEvents {
  changed(text: string): void;
  run(): void;
}

const colour = (name: string): string => `var(--md-code-hl-${name}-color)`;

const highlighting = HighlightStyle.define([
  { tag: tags.keyword, color: colour("keyword") },
  { tag: [tags.string, tags.special(tags.string)], color: colour("string") },
  { tag: [tags.number, tags.bool, tags.null], color: colour("number") },
  { tag: tags.comment, color: colour("comment") },
  { tag: [tags.function(tags.variableName), tags.className], color: colour("function") },
  { tag: [tags.operator, tags.punctuation], color: colour("operator") },
  { tag: tags.meta, color: colour("special") },
  { tag: tags.invalid, color: "var(--metal-bad)" },
]);

const look = EditorView.theme({
  "&": {
    backgroundColor: "var(--md-code-bg-color)",
    color: "var(--md-code-fg-color)",
    border: "1px solid var(--metal-line)",
    borderRadius: "var(--metal-radius, 6px)",
    maxHeight: "75vh",
  },
  "&.cm-focused": { outline: "2px solid var(--metal-accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--md-code-font-family, monospace)", lineHeight: "1.5" },
  // Two characters are two: `->` is not an arrow to type.
  ".cm-content": { fontVariantLigatures: "none", caretColor: "var(--metal-accent)" },
  ".cm-foldPlaceholder": {
    backgroundColor: "transparent",
    color: "var(--metal-muted)",
    borderColor: "var(--metal-line)",
  },
  ".cm-cursor": { borderLeftColor: "var(--metal-accent)" },
  ".cm-gutters": {
    backgroundColor: "transparent",
    color: "var(--metal-muted)",
    border: "none",
  },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--metal-accent) 8%, transparent)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { background: "color-mix(in srgb, var(--metal-accent-2) 30%, transparent)" },
  "&.cm-focused .cm-matchingBracket": {
    backgroundColor: "color-mix(in srgb, var(--metal-accent-2) 25%, transparent)",
  },
});

/** Ctrl-Enter runs; Tab indents, so Escape and then Tab leaves, and the label says so. */
export function openEditor(
  parent: HTMLElement,
  text: string,
  label: string,
  events: EditorEvents,
  more: Extension = [],
): Editor {
  const run = { key: "Mod-Enter", run: () => (events.run(), true) };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of([run, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        lineNumbers(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        codeFolding(),
        python(),
        syntaxHighlighting(highlighting),
        look,
        EditorView.contentAttributes.of({ "aria-label": label }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) events.changed(update.state.doc.toString());
        }),
        more,
      ],
    }),
  });
  foldHeader(view);
  return {
    view,
    get text() {
      return view.state.doc.toString();
    },
    replace: (next) => replaceText(view, next),
    showLine: (line) => showLine(view, line),
    focus: () => view.focus(),
  };
}

/** The `# /// script` block says how to install and test the file: there, but out of the way. */
function foldHeader(view: EditorView): void {
  const header = /^# \/\/\/ script\n(?:#.*\n)*?# \/\/\/$/m.exec(view.state.doc.toString());
  if (header?.index !== 0) return;
  const from = header[0].indexOf("\n");
  view.dispatch({ effects: foldEffect.of({ from, to: header[0].length }) });
}

function replaceText(view: EditorView, insert: string): void {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert } });
}

function showLine(view: EditorView, line: number): void {
  const { from, to } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  view.dispatch({
    selection: { anchor: from, head: to },
    effects: EditorView.scrollIntoView(from, { y: "center" }),
  });
  view.focus();
}
