// Two versions of CPython side by side, each difference with a sentence that explains it.
import { html } from "../widgets/drawing/dom.ts";
import { VERSIONS, type Version } from "./address.ts";
import { type Ask, askedIn, apology } from "./ask.ts";
import { meaning, minor, prose } from "./meaning.ts";
import type { Compared, Comparison, Diff } from "./run-schema.ts";
import type { Instruction } from "./schema.ts";
import type { Place } from "./spans.ts";

const MARKS: Record<string, readonly [sign: string, word: string]> = {
  same: ["", "same"],
  changed: ["~", "changed"],
  gone: ["−", "gone"],
  new: ["+", "new"],
};

type Point = (place: Place | null) => void;

export class VersionsView {
  readonly #ask: Ask;
  readonly #picker = html("select", { "aria-label": "Version to compare with" });
  readonly #result = html("div");
  #before: Version | undefined;
  #shows: (() => void) | null = null;
  #asked = 0;

  constructor(ask: Ask, before: Version | undefined) {
    this.#ask = ask;
    this.#before = before;
    this.#picker.addEventListener("change", () => {
      this.#before = this.#picker.value as Version;
      this.#shows?.();
    });
  }

  get before(): Version {
    return this.#before ?? "3.11";
  }

  async show(panel: HTMLElement, version: Version, qualname: string, point: Point): Promise<void> {
    this.#shows = () => void this.show(panel, version, qualname, point);
    const asked = (this.#asked += 1);
    this.#offer(version);
    const label = html("label", { class: "lab-check" }, "Compare with ", this.#picker);
    panel.replaceChildren(html("div", { class: "lab-subtools" }, label), this.#result);
    const [older, newer] = [this.before, version].sort(byAge) as [Version, Version];
    const answer = this.#ask.origin().diff(older, newer, this.#ask.waiting());
    const found = await askedIn(this.#result, this.#ask, answer);
    if (found === null || asked !== this.#asked) return;
    const compared = found.diff.code.find((each) => each.qualname === qualname);
    if (compared === undefined) this.#result.replaceChildren(apology(`Neither version has ${qualname}.`));
    else this.#result.replaceChildren(...comparison(found, compared, point));
  }

  #offer(version: Version): void {
    if (this.#before === version) this.#before = VERSIONS[VERSIONS.indexOf(version) - 1] ?? "3.11";
    const others = VERSIONS.filter((each) => each !== version);
    this.#picker.replaceChildren(...others.map((each) => html("option", { value: each }, `CPython ${each}`)));
    this.#picker.value = this.before;
  }
}

function byAge(a: Version, b: Version): number {
  return VERSIONS.indexOf(a) - VERSIONS.indexOf(b);
}

/** A row with its instructions in place of their numbers. */
interface Row {
  change: string;
  before: Instruction | null;
  after: Instruction | null;
  notes: number[];
}

function rowsOf({ before, after }: Compared, compared: Comparison): Row[] {
  const left = before.code?.[compared.before ?? -1]?.instructions ?? [];
  const right = after.code?.[compared.after ?? -1]?.instructions ?? [];
  return compared.rows.map(({ change, before: at, after: to, notes }) => ({
    change,
    before: at === null ? null : (left[at] ?? null),
    after: to === null ? null : (right[to] ?? null),
    notes,
  }));
}

function comparison(found: Compared, compared: Comparison, point: Point): HTMLElement[] {
  const { diff } = found;
  const [before, after] = [minor(diff.before.version), minor(diff.after.version)];
  if (compared.before === null || compared.after === null) {
    const only = compared.before === null ? after : before;
    const other = only === after ? before : after;
    const why = "A comprehension, for example, is a code object of its own only up to 3.11.";
    return [apology(`Only CPython ${only} has ${compared.qualname}; ${other} compiles it into the code around it, or names it otherwise. ${why}`)];
  }
  const used = [...new Set(compared.rows.flatMap(({ notes }) => notes))];
  const shown = rowsOf(found, compared);
  const rows = shown.map((row, index) => tableRow(row, shown[index - 1], used, point));
  const head = ["Line", "", before, after, "Why"].map((text) => html("th", { scope: "col" }, text));
  head[1]!.append(html("span", { class: "lab-spoken" }, "Change"));
  const table = html("table", { class: "lab-diff" }, html("thead", {}, html("tr", {}, ...head)), html("tbody", {}, ...rows));
  const scroller = html("div", { class: "lab-scroller", tabindex: 0, role: "group", "aria-label": `${before} and ${after} side by side` }, table);
  return [html("p", { class: "lab-caption" }, summary(compared)), scroller, ...notesList(diff, used)];
}

function summary({ rows }: Comparison): string {
  const counts = Object.entries(MARKS).flatMap(([change, [, word]]) => {
    const count = rows.filter((row) => row.change === change).length;
    return count > 0 ? `${count} ${word}` : [];
  });
  return `Of ${rows.length} instructions: ${counts.join(", ")}.`;
}

function tableRow(row: Row, above: Row | undefined, used: readonly number[], point: Point): HTMLElement {
  const [sign, word] = MARKS[row.change] ?? ["?", row.change];
  const line = lineOf(row);
  const first = line !== null && line !== (above && lineOf(above));
  const mark = html("td", { class: "lab-mark" }, sign, html("span", { class: "lab-spoken" }, word));
  const why = row.notes.map((note) => html("a", { href: `#lab-note-${used.indexOf(note) + 1}`, class: "lab-note-link" }, String(used.indexOf(note) + 1)));
  for (const link of why) link.addEventListener("click", jumpToNote);
  const made = html(
    "tr",
    { class: `lab-diff-${row.change}${first ? " lab-first" : ""}` },
    html("td", { class: "lab-line-number" }, first ? String(line) : ""),
    mark,
    side(row.before),
    side(row.after),
    html("td", { class: "lab-whys" }, ...why),
  );
  const position = (row.after ?? row.before)?.position;
  made.addEventListener("pointerenter", () => {
    point(position ? { line: position.line, column: position.column ?? 0 } : null);
  });
  made.addEventListener("pointerleave", () => point(null));
  return made;
}

/** The fragment of the address is the permalink's: the note is brought into view without it. */
function jumpToNote(event: Event): void {
  event.preventDefault();
  const link = event.currentTarget as HTMLAnchorElement;
  const note = link.closest(".lab-panel")?.querySelector<HTMLElement>(`[data-note="${link.textContent}"]`);
  note?.focus();
}

function lineOf({ before, after }: Row): number | null {
  return (after ?? before)?.line ?? null;
}

function side(instruction: Instruction | null): HTMLElement {
  if (instruction === null) return html("td", {});
  const said = meaning(instruction);
  return html("td", {}, html("b", {}, ...breakable(instruction.opname)), said === "" ? "" : html("span", { class: "lab-meaning" }, ` ${said}`));
}

/** A long name may break after an underscore. */
function breakable(opname: string): Node[] {
  return opname.split(/(?<=_)/).flatMap((part) => [document.createTextNode(part), html("wbr")]);
}

function notesList({ notes }: Diff, used: readonly number[]): HTMLElement[] {
  if (used.length === 0) return [];
  const items = used.map((note, at) => {
    const { since, text } = notes[note] ?? { since: null, text: "" };
    return html("li", { "data-note": at + 1, tabindex: -1 }, ...prose(text), since === null || text.includes(since) ? "" : html("span", { class: "lab-quiet" }, ` Since ${since}.`));
  });
  return [html("h4", { class: "lab-diff-notes" }, "Why they differ"), html("ol", { class: "lab-notes" }, ...items)];
}
