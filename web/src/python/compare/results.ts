// What a comparison comes to, on the page: sentences, figures, and a picture of the noise.
import { element } from "../elements.ts";
import type { Comparison } from "./document.ts";
import { opcodeRows, type Row, rows } from "./figures.ts";
import { strip } from "./strip.ts";

/** `room` is how many pixels wide a picture may be. */
export function results(comparison: Comparison, version: string, room: number): HTMLElement[] {
  const figures = rows(comparison);
  const shown: HTMLElement[] = [sentences(comparison.says)];
  if (figures.length === 0) return shown;
  shown.push(wide(table("What was measured", figures)));
  const picture = strip(comparison.sides, room);
  if (picture !== null) {
    const frame = element("div", "compare-picture");
    frame.append(picture);
    shown.push(frame);
  }
  shown.push(caveat(version), ...kinds(comparison));
  return shown;
}

function sentences(says: string[]): HTMLElement {
  const list = element("ul", "compare-says");
  for (const sentence of says) {
    const item = element("li", "");
    item.append(sentence);
    list.append(item);
  }
  return list;
}

function table(name: string, figures: Row[]): HTMLTableElement {
  const made = element("table", "compare-table");
  const caption = made.createCaption();
  caption.append(name);
  const head = made.createTHead().insertRow();
  for (const title of ["", "First", "Second", "Second ÷ first"]) {
    const cell = element("th", "");
    cell.scope = "col";
    cell.append(title);
    head.append(cell);
  }
  const body = made.createTBody();
  for (const { name: title, first, second, ratio } of figures) {
    const line = body.insertRow();
    const header = element("th", "");
    header.scope = "row";
    header.append(title);
    line.append(header);
    for (const text of [first, second, ratio]) line.insertCell().append(text);
  }
  sayRoles(made);
  return made;
}

/** On a phone the rows are laid out as blocks, which would take a table its meaning. */
function sayRoles(table: HTMLTableElement): void {
  table.setAttribute("role", "table");
  for (const row of table.rows) {
    row.setAttribute("role", "row");
    for (const cell of row.cells) {
      const role = cell.scope === "col" ? "columnheader" : cell.scope === "row" ? "rowheader" : "cell";
      cell.setAttribute("role", role);
    }
  }
}

/** A table that is wider than a phone scrolls in a frame of its own, by keyboard too. */
function wide(content: HTMLElement): HTMLElement {
  const frame = element("div", "compare-frame");
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "Figures of the comparison");
  frame.append(content);
  return frame;
}

function caveat(version: string): HTMLElement {
  const text = element("p", "compare-caveat");
  text.append(
    `Measured in your browser, not your machine: CPython ${version} for WebAssembly. ` +
      "Counts and allocations repeat exactly. Times are medians of alternating rounds with the " +
      "middle half of them in brackets; what both print is thrown away meanwhile.",
  );
  return text;
}

function kinds({ sides }: Comparison): HTMLElement[] {
  const figures = opcodeRows(sides);
  if (figures.length === 0) return [];
  const details = element("details", "compare-kinds");
  const summary = element("summary", "");
  summary.append("Instructions by kind");
  details.append(summary, wide(table("Executed instructions, greatest difference first", figures)));
  return [details];
}
