/** <work-span-scheduler>: a task graph on some workers, greedily scheduled, step by step. */

import type { Attributes } from "../drawing/attributes.ts";
import { button, choice, slider, wholeNumbers } from "../drawing/controls.ts";
import type { Control } from "../drawing/controls.ts";
import { html } from "../drawing/dom.ts";
import { Table } from "../drawing/table.ts";
import { WidgetElement, captionElement, define } from "../drawing/widget.ts";
import { drawCurve } from "./curve.ts";
import { dagFromRows, parseDag } from "./dag.ts";
import type { Dag } from "./dag.ts";
import style from "./element.css";
import { facts, scheduleTable, workersTable } from "./facts.ts";
import { drawGantt } from "./gantt.ts";
import { drawGraph } from "./graph.ts";
import {
  MOST_OVERHEAD,
  MOST_SIZE,
  MOST_WORKERS,
  caption,
  moments,
  planEvent,
  startState,
  step,
} from "./model.ts";
import type { Event, Op, State } from "./model.ts";
import { PRESETS } from "./presets.ts";
import type { PresetName } from "./presets.ts";
import type { Order } from "./schedule.ts";

const PLAY_MS = 800;
const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];
const ORDERS = ["longest-path", "listed"] as const;

class WorkSpanScheduler extends WidgetElement {
  readonly label = "Scheduler of a task graph";
  readonly styles = style;
  #state!: State;
  #own: Dag | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #size!: Control<number>;
  #order!: Control<Order>;
  readonly #graph = figure("The tasks");
  readonly #gantt = figure("The schedule");
  readonly #curve = figure("More workers");
  readonly #caption = captionElement();
  readonly #facts = html("dl", { class: "metal-widget-facts" });
  readonly #times = new Table("The schedule as a table");
  readonly #counts = new Table("One to eight workers as a table");
  readonly #play = button("Play", () => (this.#timer === undefined ? this.#start() : this.rest()));
  readonly #back = button("Back", () => this.#walk("back"));
  readonly #step = button("Step", () => this.#walk("step"));

  protected build(attributes: Attributes, fallback: Element): HTMLElement[] {
    this.#own = ownDag(attributes, fallback);
    this.#state = readState(attributes, this.#own);
    this.#play.classList.add("metal-widget-primary");
    const buttons = html(
      "div",
      { class: "metal-widget-buttons" },
      this.#play,
      this.#back,
      this.#step,
    );
    const controls = html("div", { class: "metal-widget-controls" }, ...this.#controls());
    this.#show(planEvent(this.#state));
    const pictures = [
      key(),
      this.#graph,
      this.#gantt,
      buttons,
      this.#caption,
      this.#facts,
      this.#curve,
    ];
    return [controls, ...pictures, this.#times.element, this.#counts.element];
  }

  protected draw(width: number): void {
    replacePicture(this.#graph, drawGraph(this.#state, width));
    replacePicture(this.#gantt, drawGantt(this.#state, width));
    replacePicture(this.#curve, drawCurve(this.#state, width));
  }

  protected override rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#play.textContent = "Play";
  }

  #controls(): HTMLElement[] {
    const { preset, size, workers, overhead, order } = this.#state;
    const own = this.#own ? [["custom", "This page's graph"] as const] : [];
    const shapes = choice<PresetName | "custom">({
      label: "Shape of the work",
      options: [...own, ...PRESET_NAMES.map((name) => [name, PRESETS[name].label] as const)],
      value: preset,
      onChange: (name) => this.#choose(name),
    });
    this.#order = choice<Order>({
      label: "A free worker takes",
      options: [
        ["longest-path", "the task with the longest way to go"],
        ["listed", "the first in the list"],
      ],
      value: order,
      onChange: (value) => this.#do({ kind: "order", order: value }),
    });
    this.#size = this.#number("Width of the work", wholeNumbers(1, MOST_SIZE), size, (value) =>
      this.#resize(value),
    );
    const count = this.#number("Workers", wholeNumbers(1, MOST_WORKERS), workers, (value) =>
      this.#do({ kind: "workers", value }),
    );
    const cost = this.#number(
      "Overhead, per task and extra worker",
      wholeNumbers(0, MOST_OVERHEAD),
      overhead,
      (value) => this.#do({ kind: "overhead", value }),
    );
    return [shapes, this.#order, this.#size, count, cost].map(({ element }) => element);
  }

  #number(
    label: string,
    stops: readonly number[],
    value: number,
    onInput: (value: number) => void,
  ): Control<number> {
    return slider({ label, stops, value, text: String, onInput });
  }

  #choose(name: PresetName | "custom"): void {
    const { size, workers, overhead, order } = this.#state;
    if (name !== "custom") {
      const wanted = name === "graham" ? "listed" : order;
      this.#order.set(wanted);
      this.#do({ kind: "order", order: wanted });
      return this.#do({ kind: "preset", name, size });
    }
    this.rest();
    this.#state = startState({
      ...(this.#own ? { dag: this.#own } : {}),
      preset: "chain",
      size,
      workers,
      overhead,
      order,
    });
    this.#show(planEvent(this.#state));
    this.redraw();
  }

  #resize(size: number): void {
    const { preset } = this.#state;
    if (preset !== "custom") this.#do({ kind: "preset", name: preset, size });
  }

  #start(): void {
    if (this.#atEnd()) this.#turn({ kind: "first" });
    this.#play.textContent = "Pause";
    this.#timer = setInterval(() => {
      this.#turn({ kind: "step" });
      if (this.#atEnd()) this.rest();
    }, PLAY_MS);
  }

  #walk(kind: "step" | "back"): void {
    this.rest();
    this.#turn({ kind: kind === "step" && this.#atEnd() ? "first" : kind });
  }

  #atEnd(): boolean {
    return this.#state.at === moments(this.#state.schedule).length - 1;
  }

  #do(op: Op): void {
    this.rest();
    this.#turn(op);
  }

  #turn(op: Op): void {
    const [state, event] = step(this.#state, op);
    this.#state = state;
    this.#show(event);
    this.redraw();
  }

  #show(event: Event): void {
    const state = this.#state;
    this.#caption.textContent = caption(event);
    this.#size.element.hidden = state.preset === "custom" || state.preset === "graham";
    this.#back.disabled = state.at === 0;
    this.#step.textContent = this.#atEnd() ? "From the start" : "Step";
    this.#facts.replaceChildren(...facts(state));
    this.#times.show(["Task", "Worker", "From", "To", "Critical path"], scheduleTable(state));
    this.#counts.show(
      ["Workers", "Time", "Speed-up", "At least", "Greedy at most"],
      workersTable(state),
    );
  }
}

function figure(heading: string): HTMLElement {
  return html(
    "div",
    { class: "metal-widget-figure" },
    html("p", { class: "metal-widget-heading" }, heading),
  );
}

function replacePicture(element: HTMLElement, drawn: SVGSVGElement): void {
  element.querySelector("svg")?.remove();
  element.append(drawn);
}

function key(): HTMLElement {
  const critical = html("b", {}, "critical path");
  return html(
    "p",
    { class: "work-span-scheduler-key" },
    "Thick border: ",
    critical,
    ". Dashed: still waiting. ▸\u00a0running, ✓\u00a0done. The number is a task's work in units.",
  );
}

/** The graph that the page gives: in an attribute, or in a table with the columns task, work and after. */
function ownDag(attributes: Attributes, fallback: Element): Dag | null {
  if (attributes.has("dag")) return attributes.parsed<Dag | null>("dag", parseDag, null);
  const texts = (cells: Iterable<Element>): string[] =>
    [...cells].map((cell) => cell.textContent?.trim() ?? "");
  const headings = texts(fallback.querySelectorAll("thead th")).join(" ").toLowerCase();
  if (headings !== "task work after") return null;
  const rows = [...fallback.querySelectorAll("tbody tr")].map((row) => texts(row.children));
  return attributes.attempt<Dag | null>("table", () => dagFromRows(rows), null);
}

function readState(attributes: Attributes, own: Dag | null): State {
  const preset = attributes.oneOf("preset", PRESET_NAMES, "fan-out");
  return startState({
    ...(own ? { dag: own } : {}),
    preset,
    size: attributes.whole("size", [1, MOST_SIZE], 8),
    workers: attributes.whole("workers", [1, MOST_WORKERS], 2),
    overhead: attributes.whole("overhead", [0, MOST_OVERHEAD], 0),
    order: attributes.oneOf("order", ORDERS, preset === "graham" ? "listed" : "longest-path"),
  });
}

define("work-span-scheduler", WorkSpanScheduler);
