/** <list-growth>: the slots of a list under the reader's own operations. */

import type { Attributes } from "../drawing/attributes.ts";
import { button, choice } from "../drawing/controls.ts";
import { html, svg } from "../drawing/dom.ts";
import { Table } from "../drawing/table.ts";
import type { Row } from "../drawing/table.ts";
import { WidgetElement, captionElement, define } from "../drawing/widget.ts";
import style from "./element.css";
import { facts, logRows } from "./facts.ts";
import { drawGraph } from "./graph.ts";
import { EMPTY, caption, parseScript, step } from "./model.ts";
import type { Event, Op, State } from "./model.ts";
import { drawStrip, slotsPerCell } from "./strip.ts";

const BUTTONS: readonly (readonly [label: string, op: Op])[] = [
  ["append", { kind: "append", n: 1 }],
  ["append × 10", { kind: "append", n: 10 }],
  ["append × 100", { kind: "append", n: 100 }],
  ["pop", { kind: "pop", n: 1 }],
  ["pop × 10", { kind: "pop", n: 10 }],
  ["insert(0, …)", { kind: "insert", n: 0 }],
  ["extend([…] of 10)", { kind: "extend", n: 10 }],
  ["clear", { kind: "clear", n: 0 }],
];
const MAKERS: readonly (readonly [label: string, op: Op])[] = [
  ["[None] * 10", { kind: "repeat", n: 10 }],
  ["list(range(10))", { kind: "range", n: 10 }],
  ["[… for i in range(10)]", { kind: "comprehension", n: 10 }],
  ["list(generator of 10)", { kind: "generator", n: 10 }],
];
const LOG_LENGTH = 60;

class ListGrowth extends WidgetElement {
  readonly label = "The slots of a list";
  readonly styles = style;
  #state: State = EMPTY;
  #event: Event = step(EMPTY, { kind: "new", n: 0 })[1];
  #pointerBytes = 8;
  #log: Row[] = [];
  readonly #strip = html("div", { class: "metal-widget-figure" });
  readonly #graph = html("div", { class: "metal-widget-figure" });
  readonly #scale = html("span", {});
  readonly #caption = captionElement();
  readonly #facts = html("dl", { class: "metal-widget-facts" });
  readonly #table = new Table("The new arrays as a table, the latest first");

  protected build(attributes: Attributes): HTMLElement[] {
    this.#pointerBytes = Number(attributes.oneOf("pointer", ["4", "8"] as const, "8"));
    for (const op of attributes.parsed("script", parseScript, [])) this.#apply(op);
    this.#show();
    const change = buttons("Change the list", BUTTONS, this.#press);
    const heading = html(
      "p",
      { class: "metal-widget-heading" },
      "Or begin anew with a list of ten, made as",
    );
    const making = html("div", {}, heading, buttons("Make a new list", MAKERS, this.#press));
    const strip = [
      this.#strip,
      this.#stripKey(),
      this.#caption,
      this.#facts,
      this.#pointerChoice(),
    ];
    return [change, ...strip, making, graphKey(), this.#graph, this.#table.element];
  }

  protected draw(width: number): void {
    this.#strip.replaceChildren(drawStrip(this.#event, width));
    this.#graph.replaceChildren(drawGraph(this.#state, width));
  }

  readonly #press = (op: Op): void => {
    this.#apply(op);
    this.#show();
    this.redraw();
  };

  #apply(op: Op): void {
    [this.#state, this.#event] = step(this.#state, op);
    this.#log = [...logRows(this.#event).reverse(), ...this.#log].slice(0, LOG_LENGTH);
  }

  #show(): void {
    const each = slotsPerCell(this.#state.allocated);
    this.#scale.textContent = each === 1 ? "a square is one slot" : `a square is ${each} slots`;
    this.#caption.textContent = caption(this.#event);
    this.#facts.replaceChildren(...facts(this.#state, this.#pointerBytes));
    this.#table.show(["Operation", "Slots", "Copied at worst", "Rule"], this.#log);
  }

  #stripKey(): HTMLElement {
    const sample = (kind: string): SVGElement =>
      svg(
        "svg",
        { width: 16, height: 16, "aria-hidden": "true" },
        svg("rect", { class: kind, x: 1, y: 1, width: 14, height: 14, rx: 3 }),
      );
    const entries = [
      ["used", "list-growth-used"],
      ["spare", "list-growth-slot"],
      ["new in this step", "list-growth-slot list-growth-new"],
    ] as const;
    const items = entries.map(([text, kind]) => html("span", {}, sample(kind), text));
    return html("p", { class: "list-growth-key" }, ...items, this.#scale);
  }

  #pointerChoice(): HTMLElement {
    const { element } = choice<"4" | "8">({
      label: "A pointer takes",
      options: [
        ["8", "8 bytes (64 bit)"],
        ["4", "4 bytes (32 bit, WebAssembly)"],
      ],
      value: this.#pointerBytes === 4 ? "4" : "8",
      onChange: (bytes) => {
        this.#pointerBytes = Number(bytes);
        this.#show();
      },
    });
    element.classList.add("list-growth-pointer");
    return element;
  }
}

function buttons(label: string, entries: typeof BUTTONS, press: (op: Op) => void): HTMLElement {
  const made = entries.map(([text, op]) => button(text, () => press(op)));
  made.forEach((each) => each.classList.add("list-growth-code"));
  return html(
    "div",
    { class: "metal-widget-buttons", role: "group", "aria-label": label },
    ...made,
  );
}

function graphKey(): HTMLElement {
  const line = (kind: string): SVGElement =>
    svg(
      "svg",
      { width: 34, height: 12, "aria-hidden": "true" },
      svg("path", { class: kind, d: "M1 6H33" }),
    );
  const entries = [
    ["CPython 3.9 and later", "list-growth-now"],
    ["3.8 and before", "list-growth-old"],
    ["no spare at all", "list-growth-just"],
  ] as const;
  const items = entries.map(([text, kind]) => html("span", {}, line(kind), text));
  return html("p", { class: "list-growth-key" }, ...items);
}

define("list-growth", ListGrowth);
