// Why there is no bytecode of what is shown: the compiler's words at their place, or a way out.
import { html } from "../widgets/drawing/dom.ts";
import type { Origin } from "./origin.ts";
import type { BytecodeDocument, CompileError } from "./schema.ts";
import type { Span } from "./spans.ts";

export class Problem {
  readonly root = html("div", { class: "lab-problem", hidden: true, role: "alert" });
  /** What the compiler said; null where it was not asked or had nothing against it. */
  error: CompileError | null = null;
  readonly #runHere: () => void;

  constructor(runHere: () => void) {
    this.#runHere = runHere;
  }

  solved(): void {
    this.error = null;
    this.root.hidden = true;
  }

  /** The document could not be had. Gives the spans to mark: none. */
  missing(answer: { why: string; live: boolean }, origin: Origin): Span[] {
    this.error = null;
    const parts: (Node | string)[] = [answer.why];
    if (answer.live && !origin.live) parts.push(" ", this.#button());
    this.root.replaceChildren(...parts);
    this.root.hidden = false;
    return [];
  }

  /** The compiler refuses the source. Gives the spans to mark. */
  compiler({ error, python }: BytecodeDocument, stale: boolean): Span[] {
    if (error === undefined) return [];
    this.error = error;
    const where = error.line === null ? "" : ` in line ${error.line}`;
    const kept = stale ? " The bytecode shown is of the last text that compiled." : "";
    this.root.textContent = `${error.kind}${where}: ${error.message} (CPython ${python.version}).${kept}`;
    this.root.hidden = false;
    return spansOf(error);
  }

  #button(): HTMLElement {
    const button = html("button", { type: "button", class: "lab-primary" }, "Make it here");
    button.addEventListener("click", this.#runHere);
    return button;
  }
}

function spansOf({ line, column, end_line, end_column }: CompileError): Span[] {
  if (line === null) return [];
  const from = { line, column: column ?? 0 };
  const to = { line: end_line ?? line, column: end_column ?? 10_000 };
  const empty = to.line === line && to.column <= from.column;
  return [{ from, to: empty ? { line, column: from.column + 1 } : to }];
}
