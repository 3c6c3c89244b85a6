// The panel below a snippet: what the program prints, how it ended, what to do next.
import { button, element } from "./elements.ts";
import { LineField } from "./line-field.ts";
import { linkedPieces } from "./traceback.ts";
import type { Stream } from "./protocol.ts";

export interface Action {
  label: string;
  act(): void;
}

export class OutputPanel {
  readonly root = element("div", "python-output");
  readonly #progress = element("progress", "python-progress");
  readonly #log = element("pre", "python-log");
  readonly #notes = element("p", "python-note");
  readonly #typed = element("textarea", "python-typed");
  readonly #typedLabel = element("label", "python-typed-label");
  readonly #asking = new LineField();
  readonly #showLine: (line: number) => void;
  #decoders = decoders();

  constructor(name: string, showLine: (line: number) => void) {
    this.#showLine = showLine;
    this.#log.setAttribute("role", "log");
    this.#log.setAttribute("aria-live", "polite");
    this.#log.setAttribute("aria-label", `Output of ${name} in your browser`);
    this.#log.tabIndex = 0;
    this.#progress.setAttribute("aria-label", "Python is being loaded");
    this.#typed.rows = 3;
    this.#typed.spellcheck = false;
    this.#typedLabel.append("Input, one line for each ", code("input()"), this.#typed);
    this.#typedLabel.hidden = true;
    this.root.hidden = true;
    this.root.append(
      this.#progress, this.#log, this.#asking.root, this.#notes, this.#typedLabel,
    );
    this.#notes.hidden = this.#progress.hidden = true;
  }

  get typed(): string {
    return this.#typed.value;
  }

  begin(): void {
    this.root.hidden = false;
    this.#log.replaceChildren();
    this.#notes.hidden = true;
    this.#decoders = decoders();
  }

  progress(loaded?: number, total?: number): void {
    this.#progress.hidden = false;
    if (loaded === undefined || total === undefined) {
      this.#progress.removeAttribute("value");
      return;
    }
    this.#progress.max = total;
    this.#progress.value = loaded;
  }

  noProgress(): void {
    this.#progress.hidden = true;
  }

  print(stream: Stream, bytes: Uint8Array): void {
    const text = this.#decoders[stream].decode(bytes, { stream: true });
    const last = this.#log.lastElementChild;
    if (last?.className === `python-${stream}`) {
      last.append(text);
      return;
    }
    const part = element("span", `python-${stream}`);
    part.append(text);
    this.#log.append(part);
  }

  /** A traceback; its lines in the reader's own file lead to the editor. */
  error(text: string, name: string): void {
    const part = element("span", "python-err");
    for (const { text: words, line } of linkedPieces(text, name)) {
      part.append(line === null ? words : this.#lineButton(words, line));
    }
    this.#log.append(part);
  }

  note(text: string, ...actions: Action[]): void {
    this.#notes.hidden = false;
    this.#notes.replaceChildren(text);
    for (const { label, act } of actions) {
      this.#notes.append(" ", button(label, "python-action", act));
    }
  }

  /** Show a field for the line that the running program waits for. */
  ask(answer: (text: string | null) => void): void {
    this.#asking.ask(answer);
  }

  askNoMore(): void {
    this.#asking.hide();
  }

  askForInput(): void {
    this.#typedLabel.hidden = false;
    this.#typed.focus();
  }

  #lineButton(words: string, line: number): HTMLButtonElement {
    const made = button(words, "python-line", () => this.#showLine(line));
    made.title = `Show line ${line} in the editor`;
    return made;
  }
}

function decoders(): Record<Stream, TextDecoder> {
  return { out: new TextDecoder(), err: new TextDecoder() };
}

function code(text: string): HTMLElement {
  const part = element("code", "");
  part.append(text);
  return part;
}
