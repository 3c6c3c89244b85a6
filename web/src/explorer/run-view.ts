// A run to step through: asked for, with what the program reads, and shown by the stepper.
import type { Shown } from "./address.ts";
import { apology } from "./ask.ts";
import { firstInside, type Moment, type Run } from "./player.ts";
import type { Trace } from "./run-schema.ts";
import { shownSpan, type Span } from "./spans.ts";
import { StepView } from "./step-view.ts";
import { TypedLines } from "./typed-lines.ts";
import type { Asking, Context } from "./views.ts";

export class RunView {
  readonly #context: Context;
  readonly #asking: Asking;
  readonly #entered: (place: number) => void;
  readonly #step: StepView;
  readonly #lines = new TypedLines(() => this.#again());
  #panel: HTMLElement | null = null;
  #firstStep: number | undefined;

  /** `entered` hears in which code object the run is. */
  constructor(context: Context, asking: Asking, entered: (place: number) => void) {
    this.#context = context;
    this.#asking = asking;
    this.#entered = entered;
    this.#step = new StepView(context.breakpoints, {
      moved: (moment, run) => this.#moved(moment, run),
      hover: (code, index) => context.pointAt(index === null ? [] : [{ code, index }]),
      opcode: context.opcode,
      breakpoint: context.breakpoint,
      clear: context.clearBreakpoints,
      say: context.say,
    });
  }

  get shown(): Pick<Shown, "step" | "typed"> {
    const { text } = this.#lines;
    return text === "" ? { step: this.#step.index } : { step: this.#step.index, typed: text };
  }

  /** Begin with another source, at a moment if one is asked for. */
  open({ step, typed }: Shown): void {
    this.#firstStep = step;
    this.#lines.text = typed ?? "";
  }

  async show(panel: HTMLElement): Promise<void> {
    this.#panel = panel;
    const { origin, version, waiting, sight } = this.#context;
    const trace = await this.#asking(panel, origin.trace(version, waiting, this.#lines.text));
    if (trace === null) return;
    const step = this.#firstStep;
    this.#firstStep = undefined; // only where the reader came in
    const begin = (run: Run): number => step ?? firstInside(run, sight.wanted);
    if (!this.#step.show(trace, begin)) panel.replaceChildren(apology(whyNone(trace)));
    else if (!panel.contains(this.#step.root)) panel.replaceChildren(this.#lines.root, this.#step.root);
    this.#lines.show(origin.source, trace);
  }

  /** To the first moment inside a code object, if it ever ran. */
  enter(qualname: string): void {
    this.#step.enter(qualname);
  }

  mark(code: number, indices: readonly number[]): void {
    this.#step.mark(code, indices);
  }

  /** Breakpoints are other ones now. */
  broken(): void {
    this.#step.broken();
  }

  /** What the reader typed was not recorded: the Python in the page reads it. */
  #again(): void {
    if (!this.#context.origin.live) this.#context.runHere();
    else if (this.#panel !== null) void this.show(this.#panel);
  }

  #moved({ instruction, code, step }: Moment, { frames }: Run): void {
    const text = instruction === null ? null : shownSpan(instruction, this.#context.sight.lines);
    const span = text ?? (instruction?.line ? wholeLine(instruction.line) : null);
    this.#context.mark("now", span === null ? [] : [span]);
    if (span !== null) this.#context.reveal(span.from.line);
    this.#entered(this.#context.entered(code, frames[step.frame]!.code));
    this.#context.changed();
  }
}

function whyNone({ why_not, why_not_real, error }: Trace): string {
  return why_not ?? why_not_real ?? error?.message ?? "There was nothing to step through.";
}

function wholeLine(line: number): Span {
  return { from: { line, column: 0 }, to: { line, column: 0 } };
}
