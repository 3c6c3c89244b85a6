// The explorer: source on one side, what the compiler made of it on the other, in several views.
import { html } from "../widgets/drawing/dom.ts";
import { adopt } from "./adopt.ts";
import { fragmentOf, type Shown, type Version, type View } from "./address.ts";
import { Crumbs } from "./crumbs.ts";
import { keys } from "./keys.ts";
import { legend } from "./legend.ts";
import { Linker, type Shows, type Way } from "./linker.ts";
import { Live } from "./live.ts";
import type { Origin } from "./origin.ts";
import { Problem } from "./problem.ts";
import { opcodesOf, RECORDED } from "./recorded.ts";
import type { BytecodeDocument, CodeObject, OpcodeTable } from "./schema.ts";
import { firstLine, Sight } from "./sight.ts";
import { SourcePane } from "./source-pane.ts";
import { all, type Place, type Reference, type Span } from "./spans.ts";
import { Toolbox } from "./toolbox.ts";
import { Views } from "./views.ts";

export interface Setting {
  /** The site's root. */
  root: URL;
  origin: Origin;
  /** Qualified names of what the reader came for; empty for the first function. */
  regions: readonly string[];
  shown: Shown;
  /** The name that labels use, such as `loop.py`. */
  name: string;
  /** Whether the legend begins open. */
  legend?: boolean;
  /** What is shown has changed. */
  changed?(shown: Shown): void;
}

export class Explorer {
  readonly root = html("div", { class: "lab" });
  #setting: Setting;
  #origin: Origin;
  #version: Version;
  #opcodes: OpcodeTable | undefined;
  #asked = 0;

  readonly #sight = new Sight();
  readonly #tools: Toolbox;
  readonly #crumbs: Crumbs;
  readonly #problem = new Problem(() => this.#goLive());
  readonly #source: SourcePane;
  readonly #views: Views;
  readonly #linker: Linker;

  constructor(setting: Setting) {
    adopt();
    this.#setting = setting;
    this.#origin = setting.origin;
    this.#version = setting.shown.version ?? RECORDED;
    this.#sight.begin(setting.regions, setting.shown.code ?? null);
    this.#tools = new Toolbox({
      version: (version) => this.#setVersion(version),
      edit: () => void this.#toggleEditor(),
      undo: () => this.#undoEdits(),
      link: () => void this.#copyLink(),
      fold: (hidden) => this.root.classList.toggle("lab-folded", hidden),
    });
    this.#crumbs = new Crumbs((place) => this.#open(place));
    this.#source = this.#makeSource();
    this.#source.setLines(setting.shown.breakpoints ?? []);
    this.#linker = new Linker(this.#shows());
    this.#views = this.#makeViews(setting);
    this.#build();
    void this.#refresh();
  }

  /** Show something else in the same place. */
  open(setting: Setting): void {
    this.#setting = setting;
    this.#origin = setting.origin;
    this.#version = setting.shown.version ?? RECORDED;
    this.#sight.begin(setting.regions, setting.shown.code ?? null);
    this.#problem.solved();
    this.#source.close();
    this.#source.setLines(setting.shown.breakpoints ?? []);
    this.#tools.setEditing(false);
    this.#tools.setEdited(false);
    this.#tools.setVersion(this.#version);
    this.#views.open(setting.shown);
    void this.#refresh();
  }

  get shown(): Shown {
    const shown: Shown = { version: this.#version, ...this.#views.shown };
    const { example } = this.#setting.shown;
    if (!this.#origin.live && example !== undefined) shown.example = example;
    else shown.source = this.#origin.source;
    if (this.#sight.code !== null) shown.code = this.#sight.code.qualname;
    const { lines } = this.#source.breakpoints;
    if (lines.length > 0) shown.breakpoints = [...lines];
    return shown;
  }

  // --- the frame ----------------------------------------------------------------------------------

  #build(): void {
    this.#tools.setVersion(this.#version);
    const views = html("div", { class: "lab-views" }, this.#crumbs.root, ...this.#views.parts);
    const body = html("div", { class: "lab-body" }, this.#source.root, views);
    this.root.append(this.#tools.root, body, legend(this.#setting.legend ?? false), keys());
    this.#views.open(this.#setting.shown);
  }

  #makeViews(setting: Setting): Views {
    const explorer = this;
    return new Views(
      {
        get origin() {
          return explorer.#origin;
        },
        get version() {
          return explorer.#version;
        },
        sight: this.#sight,
        waiting: this.#tools,
        breakpoints: this.#source.breakpoints,
        opcode: (name) => this.#opcodes?.opcodes.find((each) => each.name === name),
        runHere: () => this.#goLive(),
        open: (place) => this.#open(place),
        pointAt: (references) => this.#linker.pointAt(references),
        pointAtText: (place) => this.#linker.pointAtText(place),
        pick: (references) => this.#linker.pick(references),
        copy: (text, said) => void this.#tools.copy(text, said),
        mark: (kind, spans) => this.#source.mark(kind, spans),
        breakpoint: (line) => this.#source.toggle(line),
        clearBreakpoints: () => this.#source.clear(),
        say: (words) => this.#tools.say(words),
        reveal: (line) => this.#source.reveal(line),
        entered: (code, place) => this.#followInto(code, place),
        chosen: (view) => {
          this.root.dataset.view = view;
        },
        changed: () => this.#tell(),
      },
      setting.shown,
    );
  }

  #shows(): Shows {
    return {
      source: this.#source,
      sight: this.#sight,
      rows: (kind, references, reveal) => this.#views.mark(kind, this.#here(references), references, reveal),
      describe: (instruction) => this.#views.describe(instruction),
      open: (place) => {
        if (this.#views.stepping) return false;
        this.#open(place);
        return true;
      },
    };
  }

  #here(references: readonly Reference[]): number[] {
    return references.filter(({ code }) => code === this.#sight.place).map(({ index }) => index);
  }

  #makeSource(): SourcePane {
    const events = {
      hover: (place: Place | null) => this.#linker.pointAtText(place),
      choose: (place: Place) => this.#linker.pickText(place),
      move: (way: Way) => this.#linker.walk(way),
      typed: (text: string) => this.#typed(text),
      broken: (says: string) => this.#broken(says),
    };
    return new SourcePane(events, this.#problem.root);
  }

  // --- documents ----------------------------------------------------------------------------------

  #setVersion(version: Version): void {
    this.#version = version;
    void this.#refresh();
  }

  async #refresh(): Promise<void> {
    const asked = (this.#asked += 1);
    const [answer, opcodes] = await Promise.all([
      this.#origin.document(this.#version, this.#tools),
      opcodesOf(this.#version, this.#setting.root),
    ]);
    if (asked !== this.#asked) return; // the reader has gone on meanwhile
    this.#opcodes = opcodes;
    if ("why" in answer) this.#refuse(this.#problem.missing(answer, this.#origin));
    else if (answer.value.error) this.#refuse(this.#problem.compiler(answer.value, this.#sight.document !== null));
    else this.#accept(answer.value);
  }

  /** The last bytecode stays, dimmed, while there is none of what is typed. */
  #refuse(spans: readonly Span[]): void {
    this.root.classList.toggle("lab-stale", this.#sight.document !== null);
    if (this.#sight.document === null) this.#showSource(spans);
    this.#source.complain(this.#problem.error);
    this.#source.mark("error", spans);
  }

  #accept(document: BytecodeDocument): void {
    this.#sight.see(document, this.#origin.source);
    this.#problem.solved();
    this.root.classList.remove("lab-stale");
    this.#source.complain(null);
    this.#showSource(all(this.#sight.all, this.#sight.lines));
    this.#source.compiled(this.#sight.all);
    this.#linker.forget();
    if (this.#sight.code !== null) this.#source.reveal(this.#sight.code.first_line);
    this.#draw();
    this.#tell();
  }

  #showSource(spans: readonly Span[]): void {
    const { source } = this.#origin;
    this.#source.show(source, firstLine(source), spans);
  }

  #draw(): void {
    if (this.#sight.code === null) return;
    this.#crumbs.show(this.#sight.all, this.#sight.place);
    this.#views.show(this.#sight.place);
  }

  #open(place: number): void {
    this.#sight.choose(place);
    this.#linker.forget();
    if (this.#sight.code !== null) this.#source.reveal(this.#sight.code.first_line);
    this.#draw();
    this.#views.enter();
    this.#tell();
  }

  /** The way to the code object whose frame runs. */
  #followInto(code: CodeObject, place: number): number {
    if (this.#sight.follow(code, place)) this.#crumbs.show(this.#sight.all, this.#sight.place);
    return this.#sight.place;
  }

  #goLive(): void {
    this.#origin = new Live(this.#origin.source);
    void this.#refresh();
  }

  // --- editing and links --------------------------------------------------------------------------

  async #toggleEditor(): Promise<void> {
    if (this.#tools.editing) {
      this.#tools.setEditing(false);
      this.#source.close();
      if (this.#sight.document) this.#accept(this.#sight.document);
      return;
    }
    try {
      await this.#source.edit(this.#origin.source, this.#setting.name);
      this.#tools.setEditing(true);
      this.#draw(); // its marks are to be in the editor, too
      (await import("../python/interpreter.ts")).python.warm();
    } catch (error) {
      this.#tools.say(`The editor could not be loaded (${String(error)}).`);
    }
  }

  #typed(text: string): void {
    if (text === this.#origin.source) return;
    this.#tools.stop();
    this.#sight.stay();
    this.#origin = new Live(text);
    this.#tools.setEdited(true);
    void this.#refresh();
  }

  #broken(says: string): void {
    if (says !== "") this.#tools.say(says);
    this.#views.broken();
    this.#tell();
  }

  #undoEdits(): void {
    const breakpoints = [...this.#source.linesBefore];
    const shown = { ...this.#setting.shown, ...this.#views.shown, version: this.#version, breakpoints };
    this.open({ ...this.#setting, shown });
  }

  #tell(): void {
    this.#setting.changed?.(this.shown);
  }

  async #copyLink(): Promise<void> {
    const address = new URL("bytecode-lab/", this.#setting.root);
    address.hash = await fragmentOf(this.shown);
    await this.#tools.copy(address.href, "The link is copied; it holds all that is shown, nothing is stored.");
  }
}
