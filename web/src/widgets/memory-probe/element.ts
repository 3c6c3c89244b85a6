/** <memory-probe>: what a page alone can guess of the machine, by walking through memory. */

import address from "worker:./worker.ts";
import { type ReportedCache, cachesOf } from "../../machine/caches.ts";
import { size } from "../../machine/figures.ts";
import { store } from "../../machine/here.ts";
import { button } from "../drawing/controls.ts";
import { html } from "../drawing/dom.ts";
import { plain } from "../drawing/number.ts";
import { Table } from "../drawing/table.ts";
import { WidgetElement, captionElement, define } from "../drawing/widget.ts";
import style from "./element.css";
import { drawLadder } from "./graph.ts";
import { type Knee, undisturbed } from "./knees.ts";
import { START, caption, crews, figuresOf, isRunning, pointsOf, progress, step } from "./model.ts";
import type { Event, Op, State } from "./model.ts";
import type { Ask, Told } from "./protocol.ts";

const PASSES = 7;
const BATCH_MS = 15;
const SPIN_MS = 150;
const ROUNDS = 3;
const USUAL_BYTES = 2 ** 26;

class MemoryProbe extends WidgetElement {
  readonly label = "What this browser can tell of the machine";
  readonly styles = style;
  #state: State = START;
  #knees: readonly Knee[] = [];
  #workers: Worker[] = [];
  #stopListening: (() => void) | null = null;
  readonly #figure = html("div", { class: "metal-widget-figure" });
  readonly #caption = captionElement();
  readonly #table = new Table("The ladder as a table");
  readonly #progress = html("progress", {
    class: "memory-probe-progress",
    max: 1,
    "aria-label": "How much is measured",
  });
  readonly #start = button("Start", () => this.#begin());
  readonly #stop = button("Stop", () => this.#end({ kind: "stop" }));
  readonly #use = button("Show these estimates in the chapters", () => this.#keep());
  readonly #forget = button("Forget the estimates", () => store.forgetEstimate());

  protected build(): HTMLElement[] {
    this.#start.classList.add("metal-widget-primary");
    const label = html("p", { class: "memory-probe-label" }, "An estimate made by this browser");
    const buttons = html(
      "div",
      { class: "metal-widget-buttons" },
      this.#start,
      this.#stop,
      this.#progress,
    );
    const keeping = html("div", { class: "metal-widget-buttons" }, this.#use, this.#forget);
    this.#do({ kind: "stop" });
    return [label, buttons, this.#figure, this.#caption, keeping, this.#table.element];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopListening = store.listen(() => {
      this.#showButtons();
      this.redraw();
    });
    this.#showButtons();
  }

  protected override rest(): void {
    this.#stopListening?.();
    if (isRunning(this.#state)) this.#end({ kind: "stop" });
  }

  protected draw(width: number): void {
    const points = pointsOf(this.#state);
    const label =
      points.length === 0 ? "An empty ladder: nothing is measured yet" : this.#caption.textContent!;
    this.#figure.replaceChildren(drawLadder(points, this.#knees, reported(), width, label));
  }

  get #processors(): number {
    return navigator.hardwareConcurrency || 0;
  }

  #begin(): void {
    this.#dismiss();
    this.#do({ kind: "start", wantedPasses: PASSES });
    const { deviceMemory = 4 } = navigator as Navigator & { deviceMemory?: number };
    const largestBytes = deviceMemory < 2 ? USUAL_BYTES / 2 : USUAL_BYTES;
    const ladder: Ask = { kind: "ladder", largestBytes, passes: PASSES, batchMs: BATCH_MS };
    this.#hire((worker, told) => {
      if (told.kind === "ready") worker.postMessage(ladder);
      else if (told.kind === "done") void this.#count();
      else if (told.kind === "failed") this.#end({ kind: "fail", message: told.message });
      else if (told.kind === "sizes" || told.kind === "sample" || told.kind === "passed")
        this.#do(told);
    });
  }

  /** One crew after another: what so many workers do at once, against what one does alone. */
  async #count(): Promise<void> {
    this.#dismiss();
    this.#do({ kind: "climbed" });
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const workers of crews(this.#processors)) {
        const turns = await this.#together(workers); // never, if it is stopped meanwhile
        this.#do({ kind: "counted", workers, turns });
      }
    }
    this.#end({ kind: "finish" });
  }

  /** Turns a millisecond of so many workers that start together, once all are there. */
  #together(workers: number): Promise<number> {
    this.#dismiss();
    return new Promise((resolve) => {
      let [ready, spun, turns] = [0, 0, 0];
      for (let each = 0; each < workers; each += 1) {
        this.#hire((_, told) => {
          if (told.kind === "ready" && (ready += 1) === workers) {
            for (const worker of this.#workers)
              worker.postMessage({ kind: "spin", ms: SPIN_MS } satisfies Ask);
          }
          if (told.kind !== "spun") return;
          turns += told.turns / told.ms;
          if ((spun += 1) === workers) resolve(turns);
        });
      }
    });
  }

  #hire(listen: (worker: Worker, told: Told) => void): void {
    const worker = new Worker(new URL(address, import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if (this.#workers.includes(worker)) listen(worker, data);
    };
    worker.onerror = () =>
      this.#end({ kind: "fail", message: "the measuring worker could not be started" });
    this.#workers.push(worker);
  }

  #dismiss(): void {
    for (const worker of this.#workers) worker.terminate();
    this.#workers = [];
  }

  #end(op: Op): void {
    this.#dismiss();
    this.#do(op);
  }

  #do(op: Op): void {
    const [state, event] = step(this.#state, op);
    this.#state = state;
    this.#knees = event.knees;
    this.#say(event);
    this.#showButtons();
    if (op.kind !== "sample" || state.samples % 8 === 0) this.redraw();
  }

  /** While it runs, the caption changes once a pass: a voice could not follow more. */
  #say(event: Event): void {
    const words = caption(event, this.#processors, reported());
    if (this.#caption.textContent !== words) this.#caption.textContent = words;
    this.#progress.value = progress(this.#state);
    if (!isRunning(this.#state)) this.#fillTable();
  }

  #fillTable(): void {
    const points = pointsOf(this.#state);
    const fit = undisturbed(points);
    const rows = points.map(({ bytes, seconds }, at) => ({
      cells: [size(bytes), plain(seconds * 1e9), plain(fit[at]!.seconds * 1e9)],
      current: this.#knees.some((knee) => knee.fromBytes <= bytes && bytes <= knee.toBytes),
    }));
    const nothing = [{ cells: ["nothing yet", "–", "–"] }];
    this.#table.show(
      ["Memory", "One load, ns", "Undisturbed, ns"],
      rows.length > 0 ? rows : nothing,
    );
  }

  #showButtons(): void {
    const running = isRunning(this.#state);
    const figures = Object.keys(figuresOf(this.#knees, this.#processors));
    this.#start.disabled = running;
    this.#start.textContent = this.#state.samples > 0 && !running ? "Measure again" : "Start";
    this.#stop.disabled = !running;
    this.#progress.hidden = !running;
    this.#use.hidden = running || this.#state.samples === 0 || figures.length === 0;
    this.#forget.hidden = store.estimate === null;
  }

  #keep(): void {
    const at = new Date().toISOString();
    store.keepEstimate({ at, figures: figuresOf(this.#knees, this.#processors) });
    const report = store.kept === null ? "" : " Your report goes before them while it is loaded.";
    this.#caption.textContent = `The chapters show these figures, each marked as an estimate.${report}`;
  }
}

/** What a loaded report says of the caches: marks to hold the ladder against. */
function reported(): ReportedCache[] {
  return store.kept === null ? [] : cachesOf(store.kept.machine);
}

define("memory-probe", MemoryProbe);
