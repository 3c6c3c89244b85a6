// The views and their tabs: each draws the code object in sight, when its tab is chosen.
import type { Shown, Version, View } from "./address.ts";
import { type Ask, apology, whyNot } from "./ask.ts";
import type { Breakpoints } from "./breakpoints.ts";
import { BytecodeView } from "./bytecode-view.ts";
import { detailsOf } from "./details-view.ts";
import { flowOf } from "./flow-view.ts";
import type { Answer, Origin, Waiting } from "./origin.ts";
import { runOf, timesRun } from "./player.ts";
import { RunView } from "./run-view.ts";
import type { CodeObject, Instruction, Opcode } from "./schema.ts";
import type { Sight } from "./sight.ts";
import type { Mark } from "./source-view.ts";
import type { Place, Reference, Span } from "./spans.ts";
import { stagesOf } from "./stages-view.ts";
import { SpecialiseView } from "./specialise-view.ts";
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
  readonly sight: Sight;
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
  /** A run is in a frame of this code object, which has this place in it. Gives its place here. */
  entered(code: CodeObject, place: number): number;
  chosen(view: View): void;
  changed(): void;
}

/** The value; null after saying in the panel why there is none, or when the reader has gone on. */
export type Asking = <Value>(panel: HTMLElement, asked: Promise<Answer<Value>>) => Promise<Value | null>;

export class Views {
  readonly #context: Context;
  readonly #tabs: Tabs<View>;
  readonly #bytecode: BytecodeView;
  readonly #run: RunView;
  readonly #versions: VersionsView;
  readonly #specialise: SpecialiseView;
  #view: View = "bytecode";
  #place = 0;

  constructor(context: Context, { before }: Shown) {
    this.#context = context;
    const tabs = Object.entries(TITLES).map(([name, title]) => ({ name: name as View, title }));
    this.#tabs = new Tabs(tabs, (view) => this.#choose(view));
    this.#bytecode = this.#makeBytecode();
    const asking: Asking = (panel, asked) => this.#asking(panel, asked);
    this.#run = new RunView(context, asking, (place) => {
      this.#place = place;
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

  get shown(): Shown {
    const shown: Shown = { view: this.#view };
    if (this.#view === "versions") shown.before = this.#versions.before;
    return this.#view === "step" ? { ...shown, ...this.#run.shown } : shown;
  }

  /** Begin with another source: in the view asked for, else the one in sight. */
  open(shown: Shown): void {
    if (shown.view !== undefined && shown.view in TITLES) this.#view = shown.view;
    this.#run.open(shown);
    this.#context.chosen(this.#view);
    this.#tabs.choose(this.#view);
  }

  #choose(view: View): void {
    this.#view = view;
    this.#context.chosen(view);
    this.#tabs.choose(view);
    this.#context.mark("now", []);
    if (this.#context.sight.document !== null) this.show(this.#place);
    this.#context.changed();
  }

  show(place: number): void {
    this.#place = place;
    const { sight, version } = this.#context;
    const { document } = sight;
    const code = document?.code?.[place];
    if (document === null || code === undefined) return;
    const panel = this.#tabs.panel(this.#view);
    const drawings: Partial<Record<View, () => unknown>> = {
      bytecode: () => this.#bytecode.show(code),
      details: () => panel.replaceChildren(...detailsOf(document, code, this.#context.open)),
      flow: () => panel.replaceChildren(...flowOf(code, this.#flowEvents())),
      step: () => this.#run.show(panel),
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
    this.#run.mark(first?.code ?? -1, references.map(({ index }) => index));
  }

  describe(instruction: Instruction | null): void {
    if (instruction === null || this.#view !== "bytecode") return;
    this.#bytecode.describe(instruction, this.#context.opcode(instruction.opname));
  }

  /** In a run: to where the code object in sight was first entered. */
  enter(): void {
    const code = this.#context.sight.document?.code?.[this.#place];
    if (this.stepping && code !== undefined) this.#run.enter(code.qualname);
  }

  /** Breakpoints are other ones now. */
  broken(): void {
    this.#run.broken();
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
    const trace = await origin.trace(version, waiting, this.#run.shown.typed ?? "");
    const run = "value" in trace ? runOf(trace.value) : null;
    return run === null ? null : timesRun(run, place);
  }

  #follow(index: number): void {
    const instruction = this.#context.sight.document?.code?.[this.#place]?.instructions[index];
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

  async #showStages(panel: HTMLElement): Promise<void> {
    const { origin, version, waiting, pointAtText } = this.#context;
    const stages = await this.#asking(panel, origin.stages(version, waiting));
    if (stages !== null) panel.replaceChildren(...stagesOf(stages, pointAtText));
  }

  async #asking<Value>(panel: HTMLElement, asked: Promise<Answer<Value>>): Promise<Value | null> {
    const { origin, version, runHere, waiting, opcode } = this.#context;
    if (panel.childElementCount === 0) panel.replaceChildren(apology("One moment …"));
    panel.ariaBusy = "true"; // what it shows is of before
    const answer = await asked;
    panel.ariaBusy = null;
    const now = this.#context;
    if (panel.hidden || now.origin !== origin || now.version !== version) return null;
    if ("value" in answer) return answer.value;
    const ask: Ask = { origin: () => origin, waiting: () => waiting, runHere, opcode };
    panel.replaceChildren(whyNot(answer, ask));
    return null;
  }
}
