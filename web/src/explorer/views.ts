// The views and their tabs: each draws the code object in sight, when its tab is chosen.
import type { Shown, Version, View } from "./address.ts";
import { type Ask, apology, whyNot } from "./ask.ts";
import type { Breakpoints } from "./breakpoints.ts";
import { BytecodeView } from "./bytecode-view.ts";
import { detailsOf } from "./details-view.ts";
import { flowOf } from "./flow-view.ts";
import type { Answer, Origin, Waiting } from "./origin.ts";
import { firstInside, type Moment, type Run, runOf, timesRun } from "./player.ts";
import type { BytecodeDocument, CodeObject, Instruction, Opcode } from "./schema.ts";
import type { Mark } from "./source-view.ts";
import { type Place, type Reference, shownSpan, type Span } from "./spans.ts";
import { stagesOf } from "./stages-view.ts";
import { SpecialiseView } from "./specialise-view.ts";
import { StepView } from "./step-view.ts";
import { Tabs } from "./tabs.ts";
import { VersionsView } from "./versions-view.ts";

const TITLES: Partial<Record<View, string>> = {
  step: "Step",
  bytecode: "Bytecode",
  specialise: "Specialise",
  versions: "Versions",
  flow: "Flow graph",
  stages: "Stages",
  details: "Details",
};

/** What the explorer has, and what it wants to know. */
export interface Context {
  readonly origin: Origin;
  readonly version: Version;
  readonly document: BytecodeDocument | null;
  readonly lines: readonly string[];
  /** Qualified names in which a run is to begin. */
  readonly wanted: readonly string[];
  readonly waiting: Waiting;
  readonly breakpoints: Breakpoints;
  opcode(name: string): Opcode | undefined;
  runHere(): void;
  open(place: number): void;
  pointAt(references: readonly Reference[]): void;
  pointAtText(place: Place | null): void;
  pick(references: readonly Reference[]): void;
  copy(text: string, said: string): void;
  mark(kind: Mark, spans: readonly Span[]): void;
  /** A breakpoint of this line is wanted, or no longer. */
  breakpoint(line: number): void;
  clearBreakpoints(): void;
  say(words: string): void;
  reveal(line: number): void;
  /** A run is in a frame of this code object. Gives its place. */
  entered(code: CodeObject): number;
  chosen(view: View): void;
  changed(): void;
}

export class Views {
  readonly #context: Context;
  readonly #tabs: Tabs<View>;
  readonly #bytecode: BytecodeView;
  readonly #step: StepView;
  readonly #versions: VersionsView;
  readonly #specialise: SpecialiseView;
  #view: View = "bytecode";
  #place = 0;
  #firstStep: number | undefined;

  constructor(context: Context, { before }: Shown) {
    this.#context = context;
    const tabs = Object.entries(TITLES).map(([name, title]) => ({ name: name as View, title }));
    this.#tabs = new Tabs(tabs, (view) => this.#choose(view));
    this.#bytecode = this.#makeBytecode();
    this.#step = new StepView(context.breakpoints, {
      moved: (moment) => this.#moved(moment),
      hover: (code, index) => context.pointAt(index === null ? [] : [{ code, index }]),
      opcode: context.opcode,
      breakpoint: context.breakpoint,
      clear: context.clearBreakpoints,
      say: context.say,
    });
    const ask: Ask = {
      origin: () => context.origin,
      waiting: () => context.waiting,
      runHere: context.runHere,
      opcode: context.opcode,
    };
    this.#versions = new VersionsView(ask, before);
    this.#specialise = new SpecialiseView(ask);
    this.#tabs.panel("bytecode").append(...this.#bytecode.parts);
  }

  get parts(): HTMLElement[] {
    return [this.#tabs.root, ...this.#tabs.panels];
  }

  get stepping(): boolean {
    return this.#view === "step";
  }

  get shown(): Pick<Shown, "view" | "step" | "before"> {
    const shown: Pick<Shown, "view" | "step" | "before"> = { view: this.#view };
    if (this.#view === "step") shown.step = this.#step.index;
    if (this.#view === "versions") shown.before = this.#versions.before;
    return shown;
  }

  /** Begin with another source: in the view asked for, else the one in sight. */
  open({ view, step }: Shown): void {
    if (view !== undefined && view in TITLES) this.#view = view;
    this.#firstStep = step;
    this.#context.chosen(this.#view);
    this.#tabs.choose(this.#view);
  }

  #choose(view: View): void {
    this.#view = view;
    this.#context.chosen(view);
    this.#tabs.choose(view);
    this.#context.mark("now", []);
    if (this.#context.document !== null) this.show(this.#place);
    this.#context.changed();
  }

  show(place: number): void {
    this.#place = place;
    const { document, version } = this.#context;
    const code = document?.code?.[place];
    if (document === null || code === undefined) return;
    const panel = this.#tabs.panel(this.#view);
    const drawings: Partial<Record<View, () => unknown>> = {
      bytecode: () => this.#bytecode.show(code),
      details: () => panel.replaceChildren(...detailsOf(document, code, this.#context.open)),
      flow: () => panel.replaceChildren(...flowOf(code, this.#flowEvents())),
      step: () => this.#showRun(panel),
      versions: () => this.#versions.show(panel, version, code.qualname, this.#context.pointAtText),
      stages: () => this.#showStages(panel),
      specialise: () => this.#specialise.show(panel, version, code.qualname),
    };
    drawings[this.#view]?.();
  }

  mark(
    kind: "hover" | "chosen",
    here: readonly number[],
    references: readonly Reference[],
    reveal: boolean,
  ): void {
    if (this.#view === "bytecode") this.#bytecode.mark(kind, here, reveal);
    if (this.#view !== "step" || kind !== "hover") return;
    const first = references[0];
    this.#step.mark(first?.code ?? -1, references.map(({ index }) => index));
  }

  describe(instruction: Instruction | null): void {
    if (instruction === null || this.#view !== "bytecode") return;
    this.#bytecode.describe(instruction, this.#context.opcode(instruction.opname));
  }

  /** In a run: to where the code object in sight was first entered. */
  enter(): void {
    const code = this.#context.document?.code?.[this.#place];
    if (this.stepping && code !== undefined) this.#step.enter(code.qualname);
  }

  /** Breakpoints are other ones now. */
  broken(): void {
    this.#step.broken();
  }

  #makeBytecode(): BytecodeView {
    const { pointAt, pick, copy } = this.#context;
    const here = (index: number): Reference[] => [{ code: this.#place, index }];
    return new BytecodeView({
      hover: (index) => pointAt(index === null ? [] : here(index)),
      choose: (index) => pick(here(index)),
      follow: (index) => this.#follow(index),
      times: () => this.#times(),
      copied: (text) => copy(text, "Copied, as dis prints it."),
    });
  }

  async #times(): Promise<ReadonlyMap<number, number> | null> {
    const { origin, version, waiting } = this.#context;
    const place = this.#place;
    const trace = await origin.trace(version, waiting);
    const run = "value" in trace ? runOf(trace.value) : null;
    return run === null ? null : timesRun(run, place);
  }

  #follow(index: number): void {
    const instruction = this.#context.document?.code?.[this.#place]?.instructions[index];
    if (instruction?.code !== undefined) this.#context.open(instruction.code);
    else if (instruction?.jump) this.#bytecode.focusOffset(instruction.jump.offset);
  }

  #flowEvents() {
    const here = (index: number): Reference[] => [{ code: this.#place, index }];
    return {
      hover: (index: number | null) => this.#context.pointAt(index === null ? [] : here(index)),
      choose: (index: number) => this.#context.pick(here(index)),
    };
  }

  async #showRun(panel: HTMLElement): Promise<void> {
    const { origin, version, waiting, wanted } = this.#context;
    const trace = await this.#asking(panel, origin.trace(version, waiting));
    if (trace === null) return;
    const step = this.#firstStep;
    this.#firstStep = undefined; // only where the reader came in
    const begin = (run: Run): number => step ?? firstInside(run, wanted);
    if (this.#step.show(trace, begin)) panel.replaceChildren(this.#step.root);
    else {
      const why = trace.why_not ?? trace.why_not_real ?? trace.error?.message ?? "There was nothing to step through.";
      panel.replaceChildren(apology(why));
    }
  }

  async #showStages(panel: HTMLElement): Promise<void> {
    const { origin, version, waiting, pointAtText } = this.#context;
    const stages = await this.#asking(panel, origin.stages(version, waiting));
    if (stages !== null) panel.replaceChildren(...stagesOf(stages, pointAtText));
  }

  /** The value; null after saying why there is none, or when the reader has gone on meanwhile. */
  async #asking<Value>(panel: HTMLElement, asked: Promise<Answer<Value>>): Promise<Value | null> {
    const { origin, version, runHere, waiting, opcode } = this.#context;
    if (panel.childElementCount === 0) panel.replaceChildren(apology("One moment …"));
    const answer = await asked;
    const now = this.#context;
    if (panel.hidden || now.origin !== origin || now.version !== version) return null;
    if ("value" in answer) return answer.value;
    const ask: Ask = { origin: () => origin, waiting: () => waiting, runHere, opcode };
    panel.replaceChildren(whyNot(answer, ask));
    return null;
  }

  #moved({ instruction, code }: Moment): void {
    const text = instruction === null ? null : shownSpan(instruction, this.#context.lines);
    const span = text ?? (instruction?.line ? wholeLine(instruction.line) : null);
    this.#context.mark("now", span === null ? [] : [span]);
    if (span !== null) this.#context.reveal(span.from.line);
    this.#place = this.#context.entered(code);
    this.#context.changed();
  }
}

function wholeLine(line: number): Span {
  return { from: { line, column: 0 }, to: { line, column: 0 } };
}
