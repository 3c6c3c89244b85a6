// The explorer: source on one side, what the compiler made of it on the other, in seven views.
import { html } from "../widgets/drawing/dom.ts";
import { adopt } from "./adopt.ts";
import { fragmentOf, type Shown, VERSIONS, type Version, type View } from "./address.ts";
import { BytecodeView } from "./bytecode-view.ts";
import { Crumbs } from "./crumbs.ts";
import { detailsOf } from "./details-view.ts";
import { flowOf } from "./flow-view.ts";
import { legend } from "./legend.ts";
import { Live } from "./live.ts";
import type { Answer, Origin, Waiting } from "./origin.ts";
import { firstInside, type Moment, within } from "./player.ts";
import { opcodesOf, RECORDED } from "./recorded.ts";
import type { BytecodeDocument, CodeObject, CompileError, OpcodeTable } from "./schema.ts";
import { PlainSource, type SourceView } from "./source-view.ts";
import { all, at, inLine, linesOf, of, type Place, type Reference, shownSpan, type Span } from "./spans.ts";
import { SpecialiseView } from "./specialise-view.ts";
import { stagesOf } from "./stages-view.ts";
import { StepView } from "./step-view.ts";
import { Tabs } from "./tabs.ts";
import { VersionsView } from "./versions-view.ts";

const TITLES: Partial<Record<View, string>> = {
  step: "Step",
  bytecode: "Bytecode",
  specialise: "Specialise",
  flow: "Flow graph",
  details: "Details",
};
const TYPING_MS = 350;

export interface Setting {
  /** The site's root. */
  root: URL;
  origin: Origin;
  /** Qualified names of what the reader came for; empty for the first function. */
  regions: readonly string[];
  shown: Shown;
  /** The name tracebacks and labels use, such as `loop.py`. */
  name: string;
  /** Whether the legend begins open. */
  legend?: boolean;
  /** What is shown has changed. */
  changed?(shown: Shown): void;
  /** Recorded again, after the reader's own text. */
  original?: Origin;
}

export class Explorer {
  readonly root = html("div", { class: "lab" });
  #setting: Setting;
  #origin: Origin;
  #version: Version;
  #view: View;
  #document: BytecodeDocument | null = null;
  #lines: string[] = [];
  #place = 0;
  #codeName: string | null;
  #opcodes: OpcodeTable | undefined;
  #cursor: { line: number; span: number } | null = null;
  #chosen: Reference[] = [];
  #asked = 0;
  #stop: (() => void) | null = null;
  #typing: ReturnType<typeof setTimeout> | undefined;

  readonly #tabs: Tabs<View>;
  readonly #crumbs: Crumbs;
  readonly #bytecode: BytecodeView;
  readonly #step: StepView;
  readonly #versions: VersionsView;
  readonly #specialise: SpecialiseView;
  readonly #status = html("span", { class: "lab-status", role: "status" });
  readonly #stopButton = html("button", { type: "button", hidden: true }, "Stop");
  readonly #picker = html("select", { "aria-label": "Version of CPython" });
  readonly #edit = html("button", { type: "button", "aria-pressed": "false" }, "Edit");
  readonly #reset = html("button", { type: "button", hidden: true }, "Undo my edits");
  readonly #problem = html("div", { class: "lab-problem", hidden: true, role: "alert" });
  readonly #sourcePane = html("section", { class: "lab-source-pane", "aria-label": "Source" });
  readonly #views = html("div", { class: "lab-views" });
  #source: SourceView;

  constructor(setting: Setting) {
    adopt();
    this.#setting = setting;
    this.#origin = setting.origin;
    this.#version = setting.shown.version ?? RECORDED;
    this.#view = known(setting.shown.view) ?? "bytecode";
    this.#codeName = setting.shown.code ?? null;
    this.#source = new PlainSource(this.#sourceEvents());
    const views = Object.entries(TITLES).map(([name, title]) => ({ name: name as View, title: title ?? name }));
    this.#tabs = new Tabs(views, (view) => this.#choose(view));
    this.#crumbs = new Crumbs((place) => this.#open(place));
    this.#bytecode = new BytecodeView({
      hover: (index) => this.#pointAt(index === null ? [] : [{ code: this.#place, index }]),
      choose: (index) => this.#pick([{ code: this.#place, index }]),
      follow: (index) => this.#follow(index),
      copied: (text) => void this.#copy(text, "Copied, as dis prints it."),
    });
    this.#step = new StepView({
      moved: (moment) => this.#moved(moment),
      hover: (code, index) => this.#pointAt(index === null ? [] : [{ code, index }]),
      opcode: (name) => this.#opcode(name),
    });
    const ask = {
      origin: () => this.#origin,
      waiting: () => this.#waiting(),
      runHere: () => this.#goLive(),
      opcode: (name: string) => this.#opcode(name),
    };
    this.#versions = new VersionsView(ask, setting.shown.before);
    this.#specialise = new SpecialiseView(ask);
    this.#build();
    void this.#refresh();
  }

  /** Show something else in the same place. */
  open(setting: Setting): void {
    this.#setting = setting;
    this.#origin = setting.origin;
    this.#version = setting.shown.version ?? RECORDED;
    this.#view = known(setting.shown.view) ?? this.#view;
    this.#codeName = setting.shown.code ?? null;
    this.#document = null;
    this.#problem.hidden = true;
    this.#setSource(new PlainSource(this.#sourceEvents()));
    this.#edit.setAttribute("aria-pressed", "false");
    this.#edit.textContent = "Edit";
    this.#reset.hidden = true;
    this.#picker.value = this.#version;
    this.root.dataset.view = this.#view;
    this.#tabs.choose(this.#view);
    void this.#refresh();
  }

  // --- the frame ----------------------------------------------------------------------------------

  #build(): void {
    for (const version of VERSIONS) {
      const text = version === "3.15" ? "3.15 (rc)" : version;
      this.#picker.append(html("option", { value: version }, `CPython ${text}`));
    }
    this.#picker.value = this.#version;
    this.#picker.addEventListener("change", () => {
      this.#version = this.#picker.value as Version;
      void this.#refresh();
    });
    this.#edit.addEventListener("click", () => void this.#toggleEditor());
    this.#reset.addEventListener("click", () => this.#undoEdits());
    this.#stopButton.addEventListener("click", () => this.#stop?.());
    const link = html("button", { type: "button" }, "Copy link");
    link.addEventListener("click", () => void this.#copyLink());
    const tools = html("div", { class: "lab-tools", role: "group", "aria-label": "Explorer" });
    tools.append(this.#picker, this.#edit, this.#reset, link, this.#stopButton, this.#status);
    this.#views.append(this.#crumbs.root, this.#tabs.root, ...this.#tabs.panels);
    this.#sourcePane.append(this.#source.root, this.#problem);
    const body = html("div", { class: "lab-body" }, this.#sourcePane, this.#views);
    this.root.append(tools, body, legend(this.#setting.legend ?? false), keys());
    this.#tabs.panel("bytecode").append(...this.#bytecode.parts);
    this.root.dataset.view = this.#view;
    this.#tabs.choose(this.#view);
  }

  #choose(view: View): void {
    this.#view = view;
    this.root.dataset.view = view;
    this.#tabs.choose(view);
    this.#source.mark("now", []);
    this.#draw();
    this.#tell();
  }

  #waiting(): Waiting {
    return {
      say: (words) => {
        this.#status.textContent = words;
        if (words === "") this.#stopButton.hidden = true;
      },
      stoppable: (stop) => {
        this.#stop = stop;
        this.#stopButton.hidden = false;
      },
    };
  }

  // --- documents ----------------------------------------------------------------------------------

  async #refresh(): Promise<void> {
    const asked = (this.#asked += 1);
    const origin = this.#origin;
    const [answer, opcodes] = await Promise.all([
      origin.document(this.#version, this.#waiting()),
      opcodesOf(this.#version, this.#setting.root),
    ]);
    if (asked !== this.#asked) return; // the reader has gone on meanwhile
    this.#opcodes = opcodes;
    if ("why" in answer) this.#complain(answer);
    else if (answer.value.error) this.#refuse(answer.value.error, answer.value.python.version);
    else this.#accept(answer.value);
  }

  #complain(answer: { why: string; live: boolean }): void {
    const parts: (Node | string)[] = [answer.why];
    if (answer.live && !this.#origin.live) parts.push(" ", this.#runHereButton());
    this.#problem.replaceChildren(...parts);
    this.#problem.hidden = false;
    this.root.classList.toggle("lab-stale", this.#document !== null);
    if (this.#document === null) this.#showSource([]);
  }

  /** The last bytecode stays, dimmed, while what is typed does not compile. */
  #refuse(error: CompileError, version: string): void {
    const where = error.line === null ? "" : ` in line ${error.line}`;
    const stale = this.#document !== null;
    const kept = stale ? " The bytecode shown is of the last text that compiled." : "";
    this.#problem.textContent = `${error.kind}${where}: ${error.message} (CPython ${version}).${kept}`;
    this.#problem.hidden = false;
    this.root.classList.toggle("lab-stale", stale);
    const spans = errorSpans(error);
    if (!stale) this.#showSource(spans);
    this.#source.complain(error);
    this.#source.mark("error", spans);
  }

  #accept(document: BytecodeDocument): void {
    this.#document = document;
    this.#lines = linesOf(this.#origin.source);
    this.#chosen = [];
    this.#problem.hidden = true;
    this.root.classList.remove("lab-stale");
    this.#source.complain(null);
    this.#showSource(all(document.code ?? [], this.#lines));
    this.#place = this.#startingPlace(document.code ?? []);
    if (this.#code !== null) this.#source.reveal(this.#code.first_line);
    this.#draw();
    this.#tell();
  }

  #showSource(spans: readonly Span[]): void {
    const { source } = this.#origin;
    this.#source.show(source, firstLine(source), spans);
  }

  #startingPlace(code: readonly CodeObject[]): number {
    const named = code.findIndex(({ qualname }) => qualname === this.#codeName);
    if (named >= 0) return named;
    const wanted = (name: string): number => code.findIndex(({ qualname }) => within(qualname, name));
    const region = this.#setting.regions.map(wanted).find((place) => place >= 0);
    return region ?? (code.length > 1 ? 1 : 0);
  }

  get #code(): CodeObject | null {
    return this.#document?.code?.[this.#place] ?? null;
  }

  #opcode(name: string) {
    return this.#opcodes?.opcodes.find((each) => each.name === name);
  }

  // --- drawing ------------------------------------------------------------------------------------

  #draw(): void {
    const [document, code] = [this.#document, this.#code];
    if (document === null || code === null) return;
    this.#crumbs.show(document.code ?? [], this.#place);
    const panel = this.#tabs.panel(this.#view);
    if (this.#view === "bytecode") this.#bytecode.show(code);
    else if (this.#view === "details") panel.replaceChildren(...detailsOf(document, code, (place) => this.#open(place)));
    else if (this.#view === "flow") panel.replaceChildren(...flowOf(code, this.#flowEvents()));
    else if (this.#view === "step") void this.#showRun(panel);
    else if (this.#view === "versions") void this.#versions.show(panel, this.#version, code.qualname, (place) => this.#pointAtText(place));
    else if (this.#view === "specialise") void this.#specialise.show(panel, this.#version, code.qualname);
    else void this.#showStages(panel);
  }

  #flowEvents() {
    return {
      hover: (index: number | null) => this.#pointAt(index === null ? [] : [{ code: this.#place, index }]),
      choose: (index: number) => this.#pick([{ code: this.#place, index }]),
    };
  }

  async #showRun(panel: HTMLElement): Promise<void> {
    const answer = await this.#asking(panel, (waiting) => this.#origin.trace(this.#version, waiting));
    if (answer === null) return;
    const wanted = this.#codeName === null ? this.#setting.regions : [this.#codeName];
    const step = this.#setting.shown.step;
    const begin = (run: Parameters<typeof firstInside>[0]): number => step ?? firstInside(run, wanted);
    if (this.#step.show(answer, begin)) panel.replaceChildren(this.#step.root);
    else panel.replaceChildren(apology(answer.why_not ?? answer.why_not_real ?? answer.error?.message ?? "There was nothing to step through."));
    this.#setting.shown = { ...this.#setting.shown };
    delete this.#setting.shown.step; // only where the reader came in
  }

  async #showStages(panel: HTMLElement): Promise<void> {
    const stages = await this.#asking(panel, (waiting) => this.#origin.stages(this.#version, waiting));
    if (stages !== null) {
      panel.replaceChildren(...stagesOf(stages, this.#origin.source, (place) => this.#pointAtText(place)));
    }
  }

  /** The value, or null after saying in the panel why there is none. */
  async #asking<Value>(
    panel: HTMLElement,
    ask: (waiting: Waiting) => Promise<Answer<Value>>,
  ): Promise<Value | null> {
    const [view, asked] = [this.#view, this.#asked];
    if (panel.childElementCount === 0) panel.replaceChildren(apology("One moment …"));
    const answer = await ask(this.#waiting());
    if (view !== this.#view || asked !== this.#asked) return null;
    if ("value" in answer) return answer.value;
    const parts: (Node | string)[] = [answer.why];
    if (answer.live && !this.#origin.live) parts.push(" ", this.#runHereButton());
    panel.replaceChildren(apology(...parts));
    return null;
  }

  #runHereButton(): HTMLElement {
    const button = html("button", { type: "button", class: "lab-primary" }, "Run it here");
    button.addEventListener("click", () => this.#goLive());
    return button;
  }

  #goLive(): void {
    this.#origin = new Live(this.#origin.source);
    void this.#refresh();
  }

  // --- linking ------------------------------------------------------------------------------------

  #sourceEvents() {
    return {
      hover: (place: Place | null) => this.#pointAtText(place),
      choose: (place: Place) => this.#pickText(place),
      move: (way: "up" | "down" | "left" | "right" | "out") => this.#walk(way),
    };
  }

  /** Lights up instructions and their text together. */
  #pointAt(references: readonly Reference[]): void {
    this.#source.mark("hover", this.#spansOf(references));
    this.#markRows(references);
    const first = references[0];
    if (first !== undefined && this.#view === "bytecode") this.#describe(first);
    else if (first === undefined) this.#bytecode.describe(this.#chosen.map((each) => this.#described(each))[0] ?? null);
  }

  #pointAtText(place: Place | null): void {
    const found = place === null ? null : at(place, this.#document?.code ?? [], this.#lines);
    const here = found?.instructions.filter(({ code }) => code === this.#place) ?? [];
    this.#source.mark("hover", found === null ? [] : [found.span]);
    this.#markRows(here, true);
    if (here[0] !== undefined) this.#describe(here[0]);
  }

  #pickText(place: Place): void {
    const found = at(place, this.#document?.code ?? [], this.#lines);
    if (this.#view === "step") this.#step.toggleLine(place.line);
    if (found !== null) this.#pick(found.instructions);
  }

  /** Fixed until something else is picked; another code object is opened where none is of this one. */
  #pick(references: Reference[]): void {
    const elsewhere = references.find(({ code }) => code === this.#place) ?? references[0];
    if (elsewhere === undefined) return;
    if (elsewhere.code !== this.#place && this.#view !== "step") this.#open(elsewhere.code);
    this.#chosen = references.filter(({ code }) => code === this.#place);
    this.#source.mark("chosen", this.#spansOf(this.#chosen));
    this.#bytecode.mark("chosen", this.#chosen.map(({ index }) => index), true);
    if (this.#chosen[0] !== undefined) this.#describe(this.#chosen[0]);
    const span = this.#spansOf(this.#chosen)[0];
    if (span !== undefined) this.#source.reveal(span.from.line);
  }

  /** Arrow keys in the source. */
  #walk(way: "up" | "down" | "left" | "right" | "out"): void {
    if (way === "out") {
      this.#cursor = null;
      this.#pick([]);
      this.#source.mark("chosen", []);
      return;
    }
    const code = this.#document?.code ?? [];
    const first = firstLine(this.#origin.source);
    const now = this.#cursor ?? { line: first - 1, span: 0 };
    const sideways = way === "left" ? -1 : way === "right" ? 1 : 0;
    let { line } = now;
    if (sideways === 0) {
      const step = way === "up" ? -1 : 1;
      do line += step;
      while (line >= first && line <= this.#lines.length && inLine(line, code, this.#lines).length === 0);
      if (line < first || line > this.#lines.length) return;
    }
    const spans = inLine(line, code, this.#lines);
    const span = sideways === 0 ? 0 : Math.min(Math.max(now.span + sideways, 0), spans.length - 1);
    this.#cursor = { line, span };
    if (spans[span] !== undefined) this.#pick(of(spans[span], code, this.#lines));
    this.#source.reveal(line);
  }

  #markRows(references: readonly Reference[], reveal = false): void {
    const here = references.filter(({ code }) => code === this.#place).map(({ index }) => index);
    if (this.#view === "bytecode") this.#bytecode.mark("hover", here, reveal);
    if (this.#view === "step" && references[0]) this.#step.mark(references[0].code, references.map(({ index }) => index));
    else if (this.#view === "step") this.#step.mark(-1, []);
  }

  #spansOf(references: readonly Reference[]): Span[] {
    return references.flatMap((each) => {
      const instruction = this.#described(each);
      const span = instruction === null ? null : shownSpan(instruction, this.#lines);
      return span === null ? [] : [span];
    });
  }

  #described({ code, index }: Reference) {
    return this.#document?.code?.[code]?.instructions[index] ?? null;
  }

  #describe(reference: Reference): void {
    const instruction = this.#described(reference);
    if (instruction !== null) this.#bytecode.describe(instruction, this.#opcode(instruction.opname));
  }

  #moved(moment: Moment): void {
    const span = moment.instruction === null ? null : shownSpan(moment.instruction, this.#lines);
    this.#source.mark("now", span === null ? [] : [span]);
    if (span !== null) this.#source.reveal(span.from.line);
    this.#tell();
  }

  #follow(index: number): void {
    const instruction = this.#code?.instructions[index];
    if (instruction?.code !== undefined) this.#open(instruction.code);
    else if (instruction?.jump) this.#bytecode.focusOffset(instruction.jump.offset);
  }

  #open(place: number): void {
    this.#place = place;
    this.#codeName = this.#code?.qualname ?? null;
    this.#chosen = [];
    this.#source.mark("hover", []);
    this.#source.mark("chosen", []);
    if (this.#code !== null) this.#source.reveal(this.#code.first_line);
    this.#draw();
    this.#tell();
  }

  // --- editing ------------------------------------------------------------------------------------

  #setSource(view: SourceView): void {
    this.#source.root.replaceWith(view.root);
    this.#source = view;
  }

  async #toggleEditor(): Promise<void> {
    if (this.#edit.getAttribute("aria-pressed") === "true") {
      this.#edit.setAttribute("aria-pressed", "false");
      this.#edit.textContent = "Edit";
      this.#setSource(new PlainSource(this.#sourceEvents()));
      if (this.#document) this.#accept(this.#document);
      return;
    }
    try {
      const { EditableSource } = await import("./editable-source.ts");
      const label = `${this.#setting.name}. Escape, then Tab leaves the editor`;
      const events = { ...this.#sourceEvents(), changed: (text: string) => this.#typed(text) };
      const editable = new EditableSource(this.#origin.source, label, events);
      this.#setSource(editable);
      this.#edit.setAttribute("aria-pressed", "true");
      this.#edit.textContent = "Close editor";
      editable.focus();
      (await import("../python/interpreter.ts")).python.warm();
    } catch (error) {
      this.#status.textContent = `The editor could not be loaded (${String(error)}).`;
    }
  }

  #typed(text: string): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      if (text === this.#origin.source) return;
      this.#stop?.();
      this.#setting.original ??= this.#setting.origin;
      this.#codeName = this.#code?.qualname ?? null;
      this.#origin = new Live(text);
      this.#reset.hidden = false;
      void this.#refresh();
    }, TYPING_MS);
  }

  #undoEdits(): void {
    const original = this.#setting.original ?? this.#setting.origin;
    this.open({ ...this.#setting, origin: original, shown: { version: this.#version, view: this.#view } });
  }

  // --- links --------------------------------------------------------------------------------------

  get shown(): Shown {
    const shown: Shown = { version: this.#version, view: this.#view };
    const { example } = this.#setting.shown;
    if (!this.#origin.live && example !== undefined) shown.example = example;
    else shown.source = this.#origin.source;
    if (this.#code !== null && this.#code.qualname !== "<module>") shown.code = this.#code.qualname;
    if (this.#view === "step") shown.step = this.#step.index;
    if (this.#view === "versions") shown.before = this.#versions.before;
    return shown;
  }

  #tell(): void {
    this.#setting.changed?.(this.shown);
  }

  async #copyLink(): Promise<void> {
    const address = new URL("bytecode-lab/", this.#setting.root);
    address.hash = await fragmentOf(this.shown);
    await this.#copy(address.href, "The link is copied; it holds the code itself, nothing is stored.");
  }

  async #copy(text: string, said: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#status.textContent = said;
    } catch {
      this.#status.textContent = "This browser does not let the page copy.";
    }
  }
}

function known(view: View | undefined): View | undefined {
  return view !== undefined && view in TITLES ? view : undefined;
}

/** The `# /// script` block of a snippet is how to run it, not what it says. */
function firstLine(source: string): number {
  const header = /^# \/\/\/ script\n(?:#.*\n)*?# \/\/\/\n\s*/.exec(source);
  return header === null ? 1 : header[0].split("\n").length;
}

function errorSpans({ line, column, end_line, end_column }: CompileError): Span[] {
  if (line === null) return [];
  const from = { line, column: column ?? 0 };
  const to = { line: end_line ?? line, column: end_column ?? 10_000 };
  return [{ from, to: to.line === line && to.column <= from.column ? { line, column: from.column + 1 } : to }];
}

function apology(...parts: (Node | string)[]): HTMLElement {
  return html("p", { class: "lab-apology" }, ...parts);
}

const KEYS: readonly [string, string][] = [
  ["↑ ↓", "in the source: line by line; in the instructions: row by row"],
  ["← →", "in the source: part by part; in the tabs: view by view"],
  ["Enter", "on a row: follow its jump, or open the code object it names; in Step: run to it"],
  ["n p s e", "in Step: forward, back, to the start, to the end"],
  ["l L", "on, back to another line"],
  ["b c r", "set a breakpoint; run on, back to one"],
  ["x", "on to the next exception"],
  ["Esc", "let go of what is picked"],
];

function keys(): HTMLElement {
  const rows = KEYS.map(([key, does]) => html("div", {}, html("dt", {}, html("kbd", {}, key)), html("dd", {}, does)));
  return html("details", { class: "lab-words lab-keys" }, html("summary", {}, "Keys"), html("dl", {}, ...rows));
}
