// The instructions as a table, with jumps as arcs and protected ranges as brackets in its gutter.
import { html, svg } from "../widgets/drawing/dom.ts";
import { type Arc, arcsOf, type Bracket, bracketsOf, lanes } from "./lanes.ts";
import { meaning } from "./meaning.ts";
import type { CodeObject, Instruction } from "./schema.ts";

export interface ListingEvents {
  /** An instruction is pointed at; null when no longer. */
  hover(index: number | null): void;
  /** It is focused, by key or tap. */
  choose(index: number): void;
  /** Enter or a second tap: go where it leads, or into the code object it names. */
  follow(index: number): void;
  /** Only where breakpoints make sense. */
  breakpoint?(index: number): void;
}

export interface ListingLook {
  caches: boolean;
  /** Indices with a breakpoint. */
  breakpoints?: ReadonlySet<number>;
  /** How often each offset ran; a column of its own. */
  times?: ReadonlyMap<number, number> | null;
  /** Whether offsets and the static depth of the stack are shown. */
  numbers: boolean;
}

const ROW = 26;
const LANE = 9;
const PAGE = 12;

/** Visual rows: an instruction, or one of its inline caches. */
interface Row {
  index: number;
  cache: string | null;
}

export class ListingView {
  readonly root = html("div", { class: "lab-listing" });
  readonly #events: ListingEvents;
  #rows: Row[] = [];
  #code: CodeObject | null = null;
  #focused = 0;

  constructor(events: ListingEvents) {
    this.#events = events;
    const indexOf = (event: Event): number | null => {
      const row = (event.target as Element).closest<HTMLElement>("[data-index]");
      return row === null ? null : Number(row.dataset.index);
    };
    this.root.addEventListener("pointerover", (event) => {
      if (event.pointerType === "mouse") events.hover(indexOf(event));
    });
    this.root.addEventListener("pointerleave", () => events.hover(null));
    this.root.addEventListener("click", (event) => this.#clicked(event, indexOf(event)));
    this.root.addEventListener("keydown", (event) => this.#pressed(event));
    this.root.addEventListener("focusin", (event) => {
      const index = indexOf(event);
      if (index !== null) this.#rove(index);
    });
  }

  show(code: CodeObject, look: ListingLook, label: string): void {
    const kept = this.#code === code ? this.root.scrollTop : 0;
    this.#code = code;
    this.#rows = rowsOf(code, look.caches);
    this.#focused = Math.min(this.#focused, code.instructions.length - 1);
    const arcs = arcsOf(code);
    const brackets = bracketsOf(code);
    const gutter = gutterOf(arcs, brackets, this.#rows);
    const table = html(
      "table",
      { class: "lab-table", "aria-label": label, style: `--gutter: ${gutter.width}px` },
      head(look),
      html("tbody", {}, ...this.#rows.map((row) => this.#row(row, code, look))),
    );
    this.root.replaceChildren(html("div", { class: "lab-table-place" }, gutter.picture, table), told(code, arcs, brackets));
    this.root.scrollTop = kept;
    this.#rove(Math.max(this.#focused, 0));
  }

  /** Marks rows, and brings the first into view if asked. */
  mark(kind: "hover" | "chosen" | "now", indices: readonly number[], reveal = false): void {
    const wanted = new Set(indices);
    for (const row of this.root.querySelectorAll<HTMLElement>("[data-index]")) {
      const marked = wanted.has(Number(row.dataset.index));
      row.classList.toggle(`lab-row-${kind}`, marked);
      if (kind === "now" && row.dataset.cache === undefined) {
        if (marked) row.setAttribute("aria-current", "step");
        else row.removeAttribute("aria-current");
      }
    }
    for (const arc of this.root.querySelectorAll<SVGElement>("[data-rows]")) {
      const touches = arc.dataset.rows!.split(" ").some((row) => wanted.has(Number(row)));
      arc.classList.toggle(`lab-arc-${kind}`, touches);
    }
    if (reveal && indices[0] !== undefined) this.#reveal(indices[0]);
  }

  focus(index: number): void {
    this.#rove(index);
    this.#rowAt(index)?.focus({ preventScroll: true });
    this.#reveal(index);
  }

  #row({ index, cache }: Row, code: CodeObject, look: ListingLook): HTMLElement {
    const instruction = code.instructions[index]!;
    if (cache !== null) {
      const text = html("td", { colspan: 3 }, `inline cache: ${cache}`);
      return html("tr", { class: "lab-cache", "data-index": index, "data-cache": "" }, html("td"), html("td"), text);
    }
    const before = code.instructions[index - 1];
    const newLine = Boolean(instruction.line) && instruction.line !== before?.line; // a module begins at line 0
    const broken = look.breakpoints?.has(index) ?? false;
    const row = html("tr", {
      "data-index": index,
      tabindex: -1,
      class: [newLine ? "lab-first" : "", broken ? "lab-broken" : ""].join(" ").trim() || null,
    });
    row.append(
      html("td", { class: "lab-line-number" }, newLine ? String(instruction.line) : "", spoken(broken ? " breakpoint" : "")),
      html("td", { class: "lab-label" }, instruction.label ?? ""),
    );
    if (look.numbers) row.append(html("td", { class: "lab-offset" }, String(instruction.offset)));
    row.append(html("td", { class: "lab-op" }, ...operation(instruction)));
    if (look.times) row.append(timesCell(code, index, look.times));
    if (look.numbers) row.append(depthCell(instruction));
    return row;
  }

  #clicked(event: MouseEvent, index: number | null): void {
    if (index === null) return;
    const target = event.target as Element;
    if (target.closest(".lab-follow") !== null) this.#events.follow(index);
    else if (target.closest(".lab-line-number") !== null && this.#events.breakpoint) {
      this.#events.breakpoint(index);
    } else {
      this.#rove(index);
      this.#rowAt(index)?.focus({ preventScroll: true });
      this.#events.choose(index);
    }
  }

  #pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.#code === null) return;
    const last = this.#code.instructions.length - 1;
    const to: Record<string, number> = {
      ArrowDown: this.#focused + 1,
      ArrowUp: this.#focused - 1,
      PageDown: this.#focused + PAGE,
      PageUp: this.#focused - PAGE,
      Home: 0,
      End: last,
    };
    const next = to[event.key];
    if (next !== undefined) {
      const index = Math.min(Math.max(next, 0), last);
      this.focus(index);
      this.#events.choose(index);
    } else if (event.key === "Enter") this.#events.follow(this.#focused);
    else if (event.key === "b" && this.#events.breakpoint) this.#events.breakpoint(this.#focused);
    else return;
    event.preventDefault();
  }

  /** One row is in the order of Tab: the one last used. */
  #rove(index: number): void {
    this.#rowAt(this.#focused)?.setAttribute("tabindex", "-1");
    this.#focused = index;
    this.#rowAt(index)?.setAttribute("tabindex", "0");
  }

  #rowAt(index: number): HTMLElement | null {
    return this.root.querySelector(`[data-index="${index}"]:not([data-cache])`);
  }

  /** Scrolls the list itself, never the page. */
  #reveal(index: number): void {
    const row = this.#rowAt(index);
    if (row === null) return;
    const { root } = this;
    const top = row.offsetTop;
    const below = top + 2 * row.offsetHeight > root.scrollTop + root.clientHeight;
    if (top - row.offsetHeight >= root.scrollTop && !below) return;
    root.scrollTop = top - root.clientHeight / 3;
  }
}

function head(look: ListingLook): HTMLElement {
  const cells: [string, string][] = [
    ["Line", "lab-line-number"],
    ["", "lab-label"],
    ...(look.numbers ? [["Offset", "lab-offset"] satisfies [string, string]] : []),
    ["Instruction", "lab-op"],
    ...(look.times ? [["Ran", "lab-times"] satisfies [string, string]] : []),
    ...(look.numbers ? [["Stack", "lab-depth"] satisfies [string, string]] : []),
  ];
  const row = cells.map(([text, name]) => html("th", { scope: "col", class: name }, text));
  row[1]!.append(spoken("Label"));
  return html("thead", {}, html("tr", {}, ...row));
}

function operation(instruction: Instruction): (Node | string)[] {
  const said = meaning(instruction);
  const name = html("b", {}, instruction.opname);
  if (said === "") return [name];
  const leads = instruction.jump !== null || instruction.code !== undefined;
  const shown = leads
    ? html("button", { type: "button", class: "lab-follow", tabindex: -1 }, said)
    : html("span", { class: "lab-meaning" }, said);
  return [name, " ", shown];
}

function depthCell({ depth }: Instruction): HTMLElement {
  if (depth === null) return html("td", { class: "lab-depth" }, html("span", { title: "no path leads here" }, "–"));
  const bar = html("span", { class: "lab-bar", "aria-hidden": "true", style: `--depth: ${Math.min(depth, 9)}` });
  return html("td", { class: "lab-depth" }, bar, String(depth));
}

/** What stands before `RESUME` runs before any tool is told. */
function timesCell(code: CodeObject, index: number, times: ReadonlyMap<number, number>): HTMLElement {
  const resume = code.instructions.findIndex(({ opname }) => opname === "RESUME");
  const told = index >= resume;
  const count = times.get(code.instructions[index]!.offset) ?? 0;
  const title = told ? null : "runs before anybody who watches is told";
  return html("td", { class: "lab-times", title }, told ? String(count) : "–");
}

function rowsOf({ instructions }: CodeObject, caches: boolean): Row[] {
  return instructions.flatMap((instruction, index): Row[] => [
    { index, cache: null },
    ...(caches
      ? instruction.caches.map(({ name, units }) => ({ index, cache: `${name}, ${units * 2} bytes` }))
      : []),
  ]);
}

function gutterOf(
  arcs: readonly Arc[],
  brackets: readonly Bracket[],
  rows: readonly Row[],
): { width: number; picture: SVGSVGElement } {
  const visual = new Map(rows.flatMap(({ index, cache }, row) => (cache === null ? [[index, row]] : [])));
  const y = (index: number): number => (visual.get(index)! + 0.5) * ROW;
  const arcWidth = lanes(arcs) * LANE;
  const bracketWidth = lanes(brackets) * LANE;
  const width = Math.max(arcWidth + bracketWidth + (arcWidth > 0 ? 12 : 4), 8);
  const height = rows.length * ROW;
  const lanesOfBrackets = brackets.map((each) => bracketOf(each, width - arcWidth - 6, y));
  const lanesOfArcs = arcs.map((each) => arcOf(each, width - 3, y));
  const frame = { class: "lab-gutter", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" };
  return { width, picture: svg("svg", frame, ...lanesOfBrackets, ...lanesOfArcs) };
}

function arcOf({ from, to, lane, back }: Arc, right: number, y: (row: number) => number): SVGElement {
  const x = right - (lane + 1) * LANE + 2;
  const way = to < from ? -1 : 1;
  const bend = Math.min(5, Math.abs(y(to) - y(from)) / 2);
  const start = y(from) + (from === to ? -4 : 0);
  const end = y(to) + (from === to ? 4 : 0);
  const path = `M${right} ${start}H${x + bend}Q${x} ${start} ${x} ${start + way * bend}V${end - way * bend}Q${x} ${end} ${x + bend} ${end}H${right - 1}`;
  const tip = `M${right - 5} ${end - 3.5}L${right} ${end}L${right - 5} ${end + 3.5}`;
  return svg(
    "g",
    { class: back ? "lab-arc lab-arc-back" : "lab-arc", "data-rows": `${from} ${to}` },
    svg("path", { d: path }),
    svg("path", { d: tip, class: "lab-tip" }),
  );
}

function bracketOf({ from, to, lane, target }: Bracket, right: number, y: (row: number) => number): SVGElement {
  const x = right - lane * LANE - 4;
  const top = y(from) - ROW / 2 + 4;
  const bottom = y(to) + ROW / 2 - 4;
  return svg(
    "g",
    { class: "lab-bracket", "data-rows": `${from} ${target}` },
    svg("path", { d: `M${x + 5} ${top}H${x}V${bottom}H${x + 5}` }),
  );
}

/** What the gutter draws, for those who cannot see it, and as a legend for those who can. */
function told(code: CodeObject, arcs: readonly Arc[], brackets: readonly Bracket[]): HTMLElement {
  const at = (row: number): string => {
    const { label, offset } = code.instructions[row]!;
    return label ?? `offset ${offset}`;
  };
  const jumps = arcs.map(({ from, to, back }) =>
    `${code.instructions[from]!.opname} at offset ${code.instructions[from]!.offset} jumps ${back ? "back" : "on"} to ${at(to)}.`,
  );
  const handlers = brackets.map(
    ({ from, to, label, depth }) =>
      `From ${at(from)} to offset ${code.instructions[to]!.offset} an exception goes to ${label}, with ${depth} left on the stack.`,
  );
  const sentences = [...jumps, ...handlers];
  return spoken(sentences.length > 0 ? sentences.join(" ") : "No jumps and no exception table.");
}

function spoken(text: string): HTMLElement {
  return html("span", { class: "lab-spoken" }, text);
}
