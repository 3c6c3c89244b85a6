/** The same facts as rows, for readers who do not see or do not trust the picture. */

import { html } from "./dom.ts";

export interface Row {
  readonly cells: readonly string[];
  readonly current?: boolean;
}

export class Table {
  readonly element: HTMLElement;
  readonly #table: HTMLTableElement;

  constructor(caption: string) {
    this.#table = html("table", { class: "metal-widget-table" });
    const scroller = html(
      "div",
      { class: "metal-widget-scroller", tabindex: 0, role: "region", "aria-label": caption },
      this.#table,
    );
    const summary = html("summary", {}, caption);
    this.element = html("details", { class: "metal-widget-details" }, summary, scroller);
  }

  show(headings: readonly string[], rows: readonly Row[]): void {
    const head = html(
      "thead",
      {},
      html("tr", {}, ...headings.map((text) => html("th", { scope: "col" }, text))),
    );
    this.#table.replaceChildren(head, html("tbody", {}, ...rows.map(rowElement)));
  }
}

function rowElement({ cells, current = false }: Row): HTMLTableRowElement {
  const [first = "", ...others] = cells;
  const name = current ? `${first} ◂` : first;
  const attributes = { "aria-current": current ? "true" : null };
  return html(
    "tr",
    attributes,
    html("th", { scope: "row" }, name),
    ...others.map((text) => html("td", {}, text)),
  );
}
