// What the program is to read from its standard input, typed before it runs.
import { html } from "../widgets/drawing/dom.ts";
import type { Trace } from "./run-schema.ts";

const READS = /\binput\s*\(|\bstdin\b/;

export class TypedLines {
  readonly root = html("form", { class: "lab-typed", hidden: true });
  readonly #field = html("textarea", { rows: 2, spellcheck: "false", autocapitalize: "off", autocomplete: "off" });
  readonly #says = html("p", {});
  #text = "";

  constructor(run: () => void) {
    const label = html("label", {}, "Lines for the program to read, one for each input()", this.#field);
    const button = html("button", { type: "submit" }, "Run with these lines");
    this.root.append(this.#says, label, button);
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#text = this.#field.value;
      run();
    });
  }

  /** As the program reads it: its last line ends, too. */
  get text(): string {
    return this.#text === "" || this.#text.endsWith("\n") ? this.#text : `${this.#text}\n`;
  }

  set text(text: string) {
    this.#text = text;
    this.#field.value = text;
  }

  /** There only for a program that reads, or once lines were given. */
  show(source: string, { ended }: Trace): void {
    const short = ended?.why === "input";
    this.root.hidden = !short && this.#text === "" && !READS.test(source);
    const given = this.#text === "" ? "and nobody can type while it is stepped" : "and there were no more lines";
    this.#says.textContent = short ? `The program asked for a line, ${given}: write what it shall read, and run it again.` : "";
    this.#says.hidden = !short;
  }
}
