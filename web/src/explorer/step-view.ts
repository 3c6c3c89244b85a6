// The stepper: a run as a row of moments, and controls to go through them both ways.
import { html, svg } from "../widgets/drawing/dom.ts";
import { type Breakpoints, firstOfLine, halts, toHalt } from "./breakpoints.ts";
import { captionOf } from "./caption.ts";
import { ListingView } from "./listing-view.ts";
import { minor, prose } from "./meaning.ts";
import {
  codeOf,
  type Moment,
  momentAt,
  type Run,
  runOf,
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
  /** A breakpoint of this line is wanted, or no longer. */
  breakpoint(line: number): void;
  /** None is wanted any more. */
  clear(): void;
  say(words: string): void;
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
  readonly #broken = html("p", { class: "lab-halts", hidden: true });
  readonly #truth = html("p", { class: "lab-quiet lab-truth" });
  readonly #buttons = new Map<Move, HTMLButtonElement>();
  #trace: Trace | null = null;
  #run: Run | null = null;
  #index = 0;
  #shownCode = -1;
  readonly #breakpoints: Breakpoints;

  constructor(breakpoints: Breakpoints, events: StepEvents) {
    this.#breakpoints = breakpoints;
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
    this.root.append(controls, this.#broken, this.#caption, body, this.#truth);
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
    this.#breakpoints.forgetSpots();
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
    const { lines, spots } = this.#breakpoints;
    const offsets = new Set(spots.filter((spot) => spot.code === place).map(({ offset }) => offset));
    const broken = code.instructions.flatMap(({ offset }, index) => (offsets.has(offset) ? [index] : []));
    const firsts = lines.map((line) => firstOfLine(code, line));
    const label = `Instructions of ${code.qualname}. B sets a breakpoint, Enter runs to the row`;
    this.#listing.show(code, { caches: false, numbers: false, breakpoints: new Set([...broken, ...firsts]) }, label);
    this.#broken.hidden = this.#breakpoints.none;
    this.#broken.replaceChildren(...this.#brokenInWords());
  }

  /** Breakpoints are other ones now. */
  broken(): void {
    if (this.#run === null) return;
    this.#list(this.#shownCode);
    this.go(this.#index);
  }

  #brokenInWords(): (Node | string)[] {
    const { lines, spots } = this.#breakpoints;
    const remove = html("button", { type: "button", class: "lab-link" }, "Remove all");
    remove.addEventListener("click", () => {
      this.#events.clear();
      this.#buttons.get("forward")!.focus(); // the pressed one is gone
    });
    const parts = [
      lines.length === 0 ? "" : `${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")}`,
      spots.length === 0 ? "" : `${spots.length} ${spots.length === 1 ? "instruction" : "instructions"}`,
    ];
    return [`Breakpoints: ${parts.filter(Boolean).join(" and ")}. `, remove];
  }

  /** The first instruction of a line stands for the line, which an edit moves along. */
  #toggle(index: number): void {
    const code = this.#run!.code[this.#shownCode]!;
    const { line, offset, opname } = code.instructions[index]!;
    if (line !== null && firstOfLine(code, line) === index) {
      this.#events.breakpoint(line);
      return;
    }
    const set = this.#breakpoints.toggleSpot({ code: this.#shownCode, offset });
    this.broken();
    this.#events.say(`Breakpoint ${set ? "set at" : "removed from"} ${opname}, offset ${offset}.`);
  }

  #runTo(index: number): void {
    const { offset } = this.#run!.code[this.#shownCode]!.instructions[index]!;
    const moments = halts(this.#run!, [], [{ code: this.#shownCode, offset }]);
    this.go(toHalt(this.#run!, this.#index, 1, moments));
  }

  #halts(run: Run): number[] {
    return halts(run, this.#breakpoints.lines, this.#breakpoints.spots);
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
      run: () => toHalt(run, this.#index, 1, this.#halts(run)),
      "run-back": () => toHalt(run, this.#index, -1, this.#halts(run)),
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
      "run-back": first || this.#breakpoints.none,
      forward: last,
      line: last,
      run: last || this.#breakpoints.none,
      end: last,
    };
    for (const [move, button] of this.#buttons) {
      if (move === "exception") {
        button.hidden = !run.steps.some(({ event }) => event === "raise");
        setOff(button, toException(run, this.#index) === null);
      } else setOff(button, off[move] ?? false);
    }
    for (const move of ["run", "run-back"] as const) {
      const [, , title, key] = BUTTONS.find(([name]) => name === move)!;
      const how = this.#breakpoints.none ? ": press the number of a line to set one" : "";
      this.#buttons.get(move)!.title = `${title} (${key})${how}`;
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
  if (ended?.why === "input") return "It asked for a line, and there was none.";
  return ended?.why === "exit" ? "It left by sys.exit." : "";
}

function howCut({ truncated }: Trace): string {
  if (!truncated) return "";
  return truncated.startsWith("stopped") ? `The run was ${truncated}.` : `${truncated[0]!.toUpperCase()}${truncated.slice(1)}.`;
}

function watchedOf({ python }: Trace): string {
  return `On ${minor(python.version)}, a run that is watched shows the general instructions; the Specialise tab shows what they turn into.`;
}
