// The stepper: a run as a row of moments, and controls to go through them both ways.
import { html, svg } from "../widgets/drawing/dom.ts";
import { captionOf } from "./caption.ts";
import { ListingView } from "./listing-view.ts";
import { minor, prose } from "./meaning.ts";
import {
  type Breakpoint,
  codeOf,
  type Moment,
  momentAt,
  type Run,
  runOf,
  toBreakpoint,
  toException,
  toNextLine,
} from "./player.ts";
import type { Trace } from "./run-schema.ts";
import type { Opcode } from "./schema.ts";
import { stateOf } from "./stack-view.ts";

export interface StepEvents {
  /** Another moment is shown. */
  moved(moment: Moment, run: Run): void;
  hover(code: number, index: number | null): void;
  opcode(name: string): Opcode | undefined;
}

type Move = "start" | "back" | "forward" | "line" | "line-back" | "run" | "run-back" | "exception" | "end";

/** Move, outline of its picture in a box of 16 by 16, words, key. */
const BUTTONS: readonly [Move, string, string, string][] = [
  ["start", "M3 3V13M13 3L6 8L13 13Z", "To the start", "s"],
  ["run-back", "M8 3L2 8L8 13ZM14 3L8 8L14 13Z", "Back to a breakpoint", "r"],
  ["back", "M12 3L4 8L12 13Z", "Back", "p"],
  ["forward", "M4 3L12 8L4 13Z", "Forward", "n"],
  ["line", "M2 4H9M2 8H6M2 12H9M11 5L15 8L11 11Z", "On to the next line", "l"],
  ["run", "M2 3L8 8L2 13ZM8 3L14 8L8 13Z", "On to a breakpoint", "c"],
  ["exception", "M8 2L15 14H1ZM8 6.5V10M8 12V12.2", "On to the next exception", "x"],
  ["end", "M13 3V13M3 3L10 8L3 13Z", "To the end", "e"],
];

export class StepView {
  readonly root = html("div", { class: "lab-step" });
  readonly #events: StepEvents;
  readonly #listing: ListingView;
  readonly #state = html("div", { class: "lab-state" });
  readonly #caption = html("p", { class: "lab-caption", role: "status" });
  readonly #slider = html("input", { type: "range", min: 0, step: 1, "aria-label": "Moment of the run" });
  readonly #count = html("output", { class: "lab-count" });
  readonly #truth = html("p", { class: "lab-quiet lab-truth" });
  readonly #buttons = new Map<Move, HTMLButtonElement>();
  #trace: Trace | null = null;
  #run: Run | null = null;
  #index = 0;
  #shownCode = -1;
  #breakpoints: Breakpoint[] = [];

  constructor(events: StepEvents) {
    this.#events = events;
    this.#listing = new ListingView({
      hover: (index) => events.hover(this.#shownCode, index),
      choose: () => undefined,
      follow: (index) => this.#runTo(index),
      breakpoint: (index) => this.#toggle(index),
    });
    this.#slider.addEventListener("input", () => this.go(Number(this.#slider.value)));
    this.root.addEventListener("keydown", (event) => this.#pressed(event));
    const controls = this.#controls();
    const body = html("div", { class: "lab-step-body" }, this.#listing.root, this.#state);
    this.root.append(controls, this.#caption, body, this.#truth);
  }

  get index(): number {
    return this.#index;
  }

  /** Missing: false where the trace holds no run; then nothing is shown. */
  show(trace: Trace, begin: (run: Run) => number): boolean {
    if (trace === this.#trace) {
      this.go(this.#index);
      return true;
    }
    const run = runOf(trace);
    if (run === null) return false;
    this.#trace = trace;
    this.#run = run;
    this.#breakpoints = [];
    this.#shownCode = -1;
    this.#slider.max = String(run.steps.length - 1);
    this.#truth.replaceChildren(...prose(truthOf(trace)));
    this.go(begin(run));
    return true;
  }

  go(index: number): void {
    if (this.#run === null) return;
    const run = this.#run;
    this.#index = Math.min(Math.max(index, 0), run.steps.length - 1);
    const moment = momentAt(run, this.#index);
    const place = run.frames[moment.step.frame]!.code;
    if (place !== this.#shownCode) this.#list(place);
    const at = moment.instruction === null ? [] : [moment.code.instructions.indexOf(moment.instruction)];
    this.#listing.mark("now", at, true);
    const opcode = moment.instruction === null ? undefined : this.#events.opcode(moment.instruction.opname);
    this.#caption.replaceChildren(...prose(captionOf(run, moment, opcode)));
    this.#state.replaceChildren(...stateOf(run, moment));
    this.#slider.value = String(this.#index);
    this.#slider.setAttribute("aria-valuetext", `${this.#index + 1} of ${run.steps.length}`);
    this.#count.textContent = `${this.#index + 1} of ${run.steps.length}`;
    this.#enable(run);
    this.#events.moved(moment, run);
  }

  /** To the first moment inside a code object, if it ever ran. */
  enter(qualname: string): void {
    const at = this.#run?.steps.findIndex((step) => codeOf(this.#run!, step).qualname === qualname) ?? -1;
    if (at >= 0) this.go(at);
  }

  mark(code: number, indices: readonly number[]): void {
    this.#listing.mark("hover", code === this.#shownCode ? indices : []);
  }

  #list(place: number): void {
    this.#shownCode = place;
    const code = this.#run!.code[place]!;
    const here = this.#breakpoints.filter((each) => each.code === place);
    const offsets = new Set(here.map(({ offset }) => offset));
    const broken = code.instructions.flatMap(({ offset }, index) => (offsets.has(offset) ? [index] : []));
    const label = `Instructions of ${code.qualname}. B sets a breakpoint, Enter runs to the row`;
    this.#listing.show(code, { caches: false, numbers: false, breakpoints: new Set(broken) }, label);
  }

  #toggle(index: number): void {
    const { offset } = this.#run!.code[this.#shownCode]!.instructions[index]!;
    const code = this.#shownCode;
    const others = this.#breakpoints.filter((each) => each.code !== code || each.offset !== offset);
    const known = others.length < this.#breakpoints.length;
    this.#breakpoints = known ? others : [...others, { code, offset }];
    this.#list(code);
    this.go(this.#index);
  }

  /** Every instruction of a line of the source; what a tap on its number asks for. */
  toggleLine(line: number): void {
    const run = this.#run;
    if (run === null) return;
    for (const [code, { instructions }] of run.code.entries()) {
      const first = instructions.find((each) => each.line === line && each.opname !== "RESUME");
      if (first === undefined) continue;
      const others = this.#breakpoints.filter((each) => each.code !== code || each.offset !== first.offset);
      const known = others.length < this.#breakpoints.length;
      this.#breakpoints = known ? others : [...others, { code, offset: first.offset }];
    }
    this.#list(this.#shownCode);
    this.go(this.#index);
  }

  get brokenLines(): number[] {
    const lines = this.#breakpoints.flatMap(({ code, offset }) =>
      this.#run?.code[code]?.instructions.find((each) => each.offset === offset)?.line ?? [],
    );
    return [...new Set(lines)];
  }

  #runTo(index: number): void {
    const { offset } = this.#run!.code[this.#shownCode]!.instructions[index]!;
    this.go(toBreakpoint(this.#run!, this.#index, 1, [{ code: this.#shownCode, offset }]));
  }

  move(to: Move): void {
    const run = this.#run;
    if (run === null) return;
    const goals: Record<Move, () => number | null> = {
      start: () => 0,
      back: () => this.#index - 1,
      forward: () => this.#index + 1,
      line: () => toNextLine(run, this.#index, 1),
      "line-back": () => toNextLine(run, this.#index, -1),
      run: () => toBreakpoint(run, this.#index, 1, this.#breakpoints),
      "run-back": () => toBreakpoint(run, this.#index, -1, this.#breakpoints),
      exception: () => toException(run, this.#index),
      end: () => run.steps.length - 1,
    };
    const goal = goals[to]();
    if (goal !== null) this.go(goal);
  }

  #controls(): HTMLElement {
    for (const [move, outline, title, key] of BUTTONS) {
      const picture = svg("svg", { width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" });
      picture.append(svg("path", { d: outline }));
      const button = html("button", { type: "button", title: `${title} (${key})`, "aria-label": title }, picture);
      button.addEventListener("click", () => this.move(move));
      this.#buttons.set(move, button);
    }
    this.#buttons.get("forward")!.classList.add("lab-primary");
    const row = html("div", { class: "lab-buttons", role: "group", "aria-label": "Move through the run" }, ...this.#buttons.values());
    const place = html("div", { class: "lab-slide" }, this.#slider, this.#count);
    return html("div", { class: "lab-controls" }, row, place);
  }

  #enable(run: Run): void {
    const first = this.#index === 0;
    const last = this.#index === run.steps.length - 1;
    const off: Record<string, boolean> = {
      start: first,
      back: first,
      "run-back": first || this.#breakpoints.length === 0,
      forward: last,
      line: last,
      run: last || this.#breakpoints.length === 0,
      end: last,
    };
    for (const [move, button] of this.#buttons) {
      if (move === "exception") {
        button.hidden = !run.steps.some(({ event }) => event === "raise");
        setOff(button, toException(run, this.#index) === null);
      } else setOff(button, off[move] ?? false);
    }
  }

  #pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys: Record<string, Move> = { s: "start", e: "end", n: "forward", p: "back", l: "line", L: "line-back", c: "run", r: "run-back", x: "exception" };
    const move = keys[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation(); // some letters are shortcuts of the page: n and p turn to another one
    this.move(move);
  }
}

/** Not `disabled`: the focus stays where it is at the end of the run. */
function setOff(button: HTMLButtonElement, off: boolean): void {
  button.setAttribute("aria-disabled", String(off));
}

function truthOf(trace: Trace): string {
  return [howTrue(trace), howEnded(trace), howCut(trace), watchedOf(trace)].filter(Boolean).join(" ");
}

function howTrue({ stack, why_not_real, python }: Trace): string {
  const run = `A real run of CPython ${python.version}`;
  if (stack === "real") return `${run}: every value was read from the frame's own memory while it ran.`;
  const why = why_not_real ? ` (${why_not_real})` : "";
  const what = stack === "not available" ? "are not available" : "are not shown: depths come from the documented effects";
  return `${run}, but the values on the stack ${what}${why}.`;
}

function howEnded({ ended }: Trace): string {
  if (ended?.why === "error") return `It ended with ${ended.kind}${ended.line ? ` in line ${ended.line}` : ""}.`;
  if (ended?.why === "input") return "It asked for input, which nobody typed.";
  return ended?.why === "exit" ? "It left by sys.exit." : "";
}

function howCut({ truncated }: Trace): string {
  if (!truncated) return "";
  return truncated.startsWith("stopped") ? `The run was ${truncated}.` : `${truncated[0]!.toUpperCase()}${truncated.slice(1)}.`;
}

function watchedOf({ python }: Trace): string {
  return `On ${minor(python.version)}, a run that is watched shows the general instructions; the Specialise tab shows what they turn into.`;
}
