/** <amdahl-sliders>: what a share, a number of workers and an overhead make of a speed-up. */

import { store } from "../../machine/here.ts";
import { processorsOf } from "../../machine/processors.ts";
import type { Attributes } from "../drawing/attributes.ts";
import { mark } from "../drawing/axes.ts";
import { button, slider } from "../drawing/controls.ts";
import type { Control } from "../drawing/controls.ts";
import { html, svg } from "../drawing/dom.ts";
import { factor, percent, plain, seconds } from "../drawing/number.ts";
import { Table } from "../drawing/table.ts";
import type { Row } from "../drawing/table.ts";
import { WidgetElement, captionElement, define } from "../drawing/widget.ts";
import { SHAPES, drawChart } from "./chart.ts";
import style from "./element.css";
import { CURVES, LIMITS, START, amdahl, caption, read, step, tableWorkers } from "./model.ts";
import type { Curve, Event, Op, Setting, State } from "./model.ts";

const STOPS: Readonly<Record<Setting, readonly number[]>> = {
  share: [
    0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96,
    0.97, 0.98, 0.99, 0.995, 0.999, 1,
  ],
  workers: [
    1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 56, 64, 80, 96, 128, 192, 256,
    384, 512, 768, 1024,
  ],
  contention: [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5],
  coherency: [
    0, 0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05,
  ],
  growth: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
};
const NAMES: Readonly<Record<Curve, string>> = {
  amdahl: "Amdahl",
  gustafson: "Gustafson",
  usl: "USL",
};
const MEANINGS: Readonly<Record<Curve, string>> = {
  amdahl: "same problem",
  gustafson: "growing problem",
  usl: "with overhead",
};

class AmdahlSliders extends WidgetElement {
  readonly label = "Amdahl's law, with sliders";
  readonly styles = style;
  #state: State = START;
  #most = 64;
  readonly #sliders = new Map<Setting, Control<number>>();
  readonly #chips = new Map<Curve, HTMLButtonElement>();
  readonly #figure = html("div", { class: "metal-widget-figure" });
  readonly #caption = captionElement();
  readonly #table = new Table("The values as a table");

  protected build(attributes: Attributes): HTMLElement[] {
    this.#state = startState(attributes);
    const part = this.#state.subject === "part";
    const settings = this.#settings(part).map((control) => control.element);
    const controls = html(
      "div",
      { class: "metal-widget-controls" },
      ...settings,
      ...this.#machineButton(part),
    );
    const legend = {
      class: "amdahl-sliders-legend",
      role: "group",
      "aria-label": "Curves",
      hidden: part,
    };
    const chips = html("div", legend, ...CURVES.map((curve) => this.#chip(curve)));
    this.#show({ op: "set", state: this.#state, reading: read(this.#state) });
    this.#beginWithReport(attributes);
    return [controls, chips, this.#figure, this.#caption, this.#table.element];
  }

  protected draw(width: number): void {
    this.#figure.replaceChildren(drawChart(this.#state, width, this.#most));
  }

  #settings(part: boolean): Control<number>[] {
    const times = (value: number): string => (part ? factor(value) : plain(value));
    return [
      this.#slider(
        "share",
        part ? "Share of the time that gets faster" : "Share that can run in parallel",
        percent,
      ),
      this.#slider("workers", part ? "How many times faster" : "Workers", times),
      this.#slider("growth", "Growth of the problem", growthText),
      this.#slider("contention", "Waiting in line (contention σ)", plain),
      this.#slider("coherency", "Talking to each other (coherency κ)", plain),
    ];
  }

  #slider(setting: Setting, label: string, text: (value: number) => string): Control<number> {
    const control = slider({
      label,
      stops: STOPS[setting],
      value: this.#state[setting],
      text,
      onInput: (value) => this.#do({ kind: "set", setting, value }),
    });
    this.#sliders.set(setting, control);
    return control;
  }

  #chip(curve: Curve): HTMLButtonElement {
    const chip = button("", () => this.#do({ kind: "toggle", curve }), { "aria-pressed": "true" });
    chip.classList.add("amdahl-sliders-curve", `amdahl-sliders-${curve}`);
    const line = svg("path", {
      class: `amdahl-sliders-line amdahl-sliders-${curve}`,
      d: "M1 8H31",
    });
    const sample = svg(
      "svg",
      { width: 32, height: 16, "aria-hidden": "true" },
      line,
      mark(SHAPES[curve], 16, 8, `amdahl-sliders-${curve}`),
    );
    const name = html("span", {}, NAMES[curve], " ", html("small", {}, MEANINGS[curve]));
    chip.append(sample, name, html("b", {}));
    this.#chips.set(curve, chip);
    return chip;
  }

  #machineButton(part: boolean): HTMLElement[] {
    const found = processorsOf(store.kept, navigator.hardwareConcurrency);
    if (part || found === null) return [];
    const { count, by } = found;
    const says = by === "report" ? "your report names" : "the browser reports";
    const op = { kind: "my-machine", processors: count, by } as const;
    return [button(`My machine (${says} ${plain(count)})`, () => this.#do(op))];
  }

  /** Where the page asks for no number of workers, a report of the reader's machine does. */
  #beginWithReport(attributes: Attributes): void {
    const found = processorsOf(store.kept, undefined);
    if (found === null || attributes.has("workers") || this.#state.subject === "part") return;
    this.#do({ kind: "my-machine", processors: found.count, by: found.by });
  }

  #do(op: Op): void {
    const [state, event] = step(this.#state, op);
    this.#state = state;
    if (op.kind === "my-machine") this.#sliders.get("workers")!.set(state.workers);
    this.#show(event);
    this.redraw();
  }

  #show(event: Event): void {
    const { state, reading } = event;
    this.#most = Math.max(this.#most, 2 ** Math.ceil(Math.log2(state.workers) + 0.5));
    for (const [curve, chip] of this.#chips) {
      chip.setAttribute("aria-pressed", String(state.show.includes(curve)));
      chip.querySelector("b")!.textContent = factor(reading[curve]);
    }
    this.#sliders.get("growth")!.element.hidden = !state.show.includes("gustafson");
    for (const setting of ["contention", "coherency"] as const) {
      this.#sliders.get(setting)!.element.hidden = !state.show.includes("usl");
    }
    this.#caption.textContent = caption(event);
    this.#fillTable(state);
  }

  #fillTable(state: State): void {
    const rows = tableWorkers(state, this.#most);
    if (state.subject === "part") this.#table.show(...partTable(state, rows));
    else this.#table.show(...workersTable(state, rows));
  }
}

function workersTable(state: State, counts: readonly number[]): [string[], Row[]] {
  const shown = state.show.length > 0 ? state.show : (["amdahl"] as const);
  const rows = counts.map((workers): Row => {
    const reading = read(state, workers);
    const cells = shown.map((curve) => factor(reading[curve]));
    return {
      cells: [plain(workers), ...cells, percent(reading.efficiency)],
      current: workers === state.workers,
    };
  });
  return [["Workers", ...shown.map((curve) => NAMES[curve]), "Efficiency"], rows];
}

function partTable(state: State, factors: readonly number[]): [string[], Row[]] {
  const total = state.totalSeconds;
  const rows = factors.map((times): Row => {
    const law = amdahl(state.share, times);
    const spent = total === null ? [] : [seconds(total / law), seconds(total - total / law)];
    return { cells: [factor(times), factor(law), ...spent], current: times === state.workers };
  });
  return [["The part", "The whole", ...(total === null ? [] : ["Time left", "Time saved"])], rows];
}

function startState(attributes: Attributes): State {
  const number = (setting: Setting): number =>
    attributes.number(setting, LIMITS[setting], START[setting]);
  const subject = attributes.oneOf("subject", ["workers", "part"] as const, "workers");
  return {
    subject,
    share: number("share"),
    workers:
      subject === "part"
        ? number("workers")
        : attributes.whole("workers", LIMITS.workers, START.workers),
    contention: number("contention"),
    coherency: number("coherency"),
    growth: number("growth"),
    totalSeconds: attributes.has("total") ? attributes.number("total", [0, 1e9], 100) : null,
    show: subject === "part" ? ["amdahl"] : shownCurves(attributes),
  };
}

function shownCurves(attributes: Attributes): Curve[] {
  if (attributes.has("show")) return attributes.parsed("show", parseCurves, ["amdahl"]);
  const overhead = attributes.has("contention") || attributes.has("coherency");
  return [
    "amdahl",
    ...(attributes.has("growth") ? ["gustafson" as const] : []),
    ...(overhead ? ["usl" as const] : []),
  ];
}

function parseCurves(text: string): Curve[] {
  const asked = text.split(/\s+/).filter((name) => name !== "");
  const unknown = asked.find((name) => !CURVES.some((curve) => curve === name));
  if (unknown !== undefined)
    throw new Error(`no curve "${unknown}"; there are ${CURVES.join(", ")}`);
  return CURVES.filter((curve) => asked.includes(curve));
}

function growthText(growth: number): string {
  const meanings = new Map([
    [0, "0: none"],
    [1, "1: as the workers"],
  ]);
  return meanings.get(growth) ?? plain(growth);
}

define("amdahl-sliders", AmdahlSliders);
