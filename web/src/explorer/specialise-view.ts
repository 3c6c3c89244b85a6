// The specialisation player: rounds of one function, and what each adaptive instruction did in them.
import { html } from "../widgets/drawing/dom.ts";
import type { Version } from "./address.ts";
import { type Ask, askedIn, apology } from "./ask.ts";
import { prose } from "./meaning.ts";
import type { Watching } from "./origin.ts";
import type { Adaptive, Round, Specialisation } from "./run-schema.ts";

/** Sign, class and words of what can happen to an instruction in a round. */
const EVENTS: Record<string, readonly [sign: string, words: string]> = {
  cold: ["·", "cold: did not run"],
  warming: ["◔", "warming up: the counter goes down"],
  specialised: ["★", "specialised now"],
  running: ["●", "runs specialised"],
  missed: ["✕", "missed: its guess was wrong this time"],
  deoptimised: ["↓", "deoptimised: back to the general form"],
  respecialised: ["☆", "specialised anew, in another form"],
  "tried in vain": ["–", "tried to specialise, in vain"],
};
const LATEST_ROUNDS = 24;

export class SpecialiseView {
  readonly #ask: Ask;
  readonly #call = html("input", { type: "text", spellcheck: "false", autocomplete: "off", placeholder: "total([3]) ; total([0.5])" });
  readonly #rounds = html("input", { type: "number", min: 1, max: 200, value: 12 });
  readonly #result = html("div");
  #watching: Watching | null = null;
  #own: string | null = null;
  #asked = 0;
  #round = 0;
  #chosen = 0;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async show(panel: HTMLElement, version: Version, qualname: string): Promise<void> {
    const asked = (this.#asked += 1);
    panel.replaceChildren(intro(), this.#form(panel, version, qualname), this.#result);
    const mine = this.#own === this.#ask.origin().source;
    const watching = mine ? this.#watching : null;
    const origin = this.#ask.origin();
    if (watching === null && !origin.watched) {
      this.#call.placeholder = qualname === "<module>" ? "name(…)" : `${qualname.replace(".<locals>", "")}(…)`;
      this.#result.replaceChildren(apology("Write a call of the function above, several with ; between them, and press Watch."));
      return;
    }
    const answer = origin.specialisation(version, watching, this.#ask.waiting());
    const seen = await askedIn(this.#result, this.#ask, answer);
    if (seen === null || asked !== this.#asked) return;
    this.#round = Math.max((seen.rounds?.length ?? 1) - 1, 0);
    this.#chosen = 0;
    this.#draw(seen);
  }

  #form(panel: HTMLElement, version: Version, qualname: string): HTMLElement {
    const form = html("form", { class: "lab-subtools lab-watch" });
    const call = html("label", { title: "Several calls, in turn, are kept apart by ;" }, "Call ", this.#call);
    const rounds = html("label", {}, "times ", this.#rounds);
    form.append(call, rounds, html("button", { type: "submit" }, "Watch"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const call = this.#call.value.trim();
      if (call === "") return;
      const called = /^(\w+)\s*\(/.exec(call)?.[1];
      const name = qualname === "<module>" ? (called ?? qualname) : qualname;
      const calls = call.split(";").map((each) => each.trim()).filter(Boolean);
      this.#watching = { function: name, calls, rounds: Math.min(Math.max(Number(this.#rounds.value) || 12, 1), 200) };
      this.#own = this.#ask.origin().source;
      if (this.#ask.origin().live) void this.show(panel, version, qualname);
      else this.#ask.runHere();
    });
    return form;
  }

  #draw(seen: Specialisation): void {
    const rounds = seen.rounds ?? [];
    if (seen.error || rounds.length === 0) {
      this.#result.replaceChildren(apology(seen.why_not ?? seen.error?.message ?? "There were no rounds."));
      return;
    }
    const rows = adaptiveOf(seen, rounds);
    if (rows.length === 0) {
      this.#result.replaceChildren(html("p", { class: "lab-caption" }, "None of its instructions can specialise."));
      return;
    }
    const slider = html("input", { type: "range", min: 0, max: rounds.length - 1, value: this.#round, "aria-label": "Round" });
    const say = html("output", {});
    const details = html("div", { class: "lab-round", "aria-live": "polite" });
    const grid = this.#grid(rows, rounds, () => draw());
    const draw = (): void => {
      slider.value = String(this.#round);
      const round = rounds[this.#round]!;
      slider.setAttribute("aria-valuetext", `round ${round.number}`);
      say.textContent = `Round ${round.number} of ${rounds.at(-1)!.number}: ${round.call === "" ? "before the first call" : round.call}${round.ended?.error ? `, which raised ${round.ended.error}` : ""}`;
      for (const cell of grid.querySelectorAll<HTMLElement>("[data-round]")) {
        cell.classList.toggle("lab-now", Number(cell.dataset.round) === this.#round);
      }
      for (const row of grid.querySelectorAll<HTMLElement>("[data-row]")) {
        row.classList.toggle("lab-row-chosen", Number(row.dataset.row) === this.#chosen);
      }
      details.replaceChildren(...roundDetails(rows[this.#chosen]!, this.#round, this.#ask));
    };
    slider.addEventListener("input", () => {
      this.#round = Number(slider.value);
      draw();
    });
    const steps = html("div", { class: "lab-slide" }, slider, say);
    const rules = seen.rules ? [html("p", { class: "lab-quiet" }, ...prose(seen.rules))] : [];
    this.#result.replaceChildren(steps, grid, details, legend(rows), ...rules);
    draw();
  }

  #grid(rows: readonly Row[], rounds: readonly Round[], changed: () => void): HTMLElement {
    const from = Math.max(0, rounds.length - LATEST_ROUNDS);
    const shown = rounds.slice(from);
    const heads = shown.map((round, at) => html("th", { scope: "col", "data-round": from + at }, String(round.number)));
    const body = rows.map((row, index) => {
      const name = html("button", { type: "button", class: "lab-link" }, row.general);
        name.addEventListener("click", () => {
        this.#chosen = index;
        changed();
      });
      const cells = shown.map((_, at) => cellOf(row.forms[from + at], from + at));
      for (const [at, cell] of cells.entries()) {
        cell.addEventListener("click", () => {
          this.#chosen = index;
          this.#round = from + at;
          changed();
        });
      }
      const head = html("th", { scope: "row" }, html("span", { class: "lab-quiet" }, `${row.line ?? ""} `), name);
      return html("tr", { "data-row": index }, head, ...cells);
    });
    const table = html(
      "table",
      { class: "lab-rounds" },
      html("thead", {}, html("tr", {}, html("th", { scope: "col" }, "Instruction"), ...heads)),
      html("tbody", {}, ...body),
    );
    return html("div", { class: "lab-scroller", tabindex: 0, role: "group", "aria-label": "Instructions by round" }, table);
  }
}

interface Row {
  code: number;
  offset: number;
  line: number | null;
  general: string;
  text: string | null;
  /** By round. */
  forms: (Adaptive | undefined)[];
}

function adaptiveOf(seen: Specialisation, rounds: readonly Round[]): Row[] {
  const found = new Map<string, Row>();
  for (const [at, round] of rounds.entries()) {
    for (const [code, instructions] of round.instructions.entries()) {
      for (const each of instructions) {
        const key = `${code}:${each.offset}`;
        const known = seen.code?.[code]?.instructions.find(({ offset }) => offset === each.offset);
        const row = found.get(key) ?? {
          code,
          offset: each.offset,
          line: known?.line ?? null,
          general: known?.opname ?? each.opname,
          text: known?.text ?? null,
          forms: [],
        };
        row.forms[at] = each;
        found.set(key, row);
      }
    }
  }
  return [...found.values()];
}

function cellOf(form: Adaptive | undefined, round: number): HTMLElement {
  const [sign, words] = EVENTS[form?.event ?? ""] ?? ["", "nothing known"];
  return html(
    "td",
    { "data-round": round, class: `lab-event-${form?.event.replaceAll(" ", "-")}`, title: words },
    html("span", { "aria-hidden": "true" }, sign),
    html("span", { class: "lab-spoken" }, words),
  );
}

function roundDetails(row: Row, round: number, ask: Ask): HTMLElement[] {
  const form = row.forms[round];
  if (form === undefined) return [html("p", { class: "lab-quiet" }, "Nothing is known of it in this round.")];
  const does = ask.opcode(form.opname)?.does;
  const where = row.line === null ? "" : `Line ${row.line}`;
  const text = row.text === null ? "" : html("code", {}, row.text.split("\n")[0] ?? "");
  return [
    html("p", { class: "lab-card-title" }, html("b", {}, form.opname), form.opname === row.general ? "" : ` in place of ${row.general}`),
    html("p", { class: "lab-quiet" }, where, " ", text),
    html("p", {}, ...prose(form.words)),
    ...(does === undefined ? [] : [html("p", { class: "lab-quiet" }, ...prose(does))]),
  ];
}

function legend(rows: readonly Row[]): HTMLElement {
  const seen = new Set(rows.flatMap(({ forms }) => forms.map((form) => form?.event ?? "")));
  const items = Object.entries(EVENTS)
    .filter(([event]) => seen.has(event))
    .map(([event, [sign, words]]) => html("li", {}, html("span", { class: `lab-sign lab-event-${event.replaceAll(" ", "-")}` }, sign), words));
  return html("ul", { class: "lab-legend" }, ...items);
}

function intro(): HTMLElement {
  return html(
    "p",
    { class: "lab-quiet" },
    "CPython rewrites instructions while they run: one that keeps meeting the same types is replaced by a faster one for just those. Nothing watches these runs, because watching undoes it; between two calls the instructions are read back.",
  );
}
