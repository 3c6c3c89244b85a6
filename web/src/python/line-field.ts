// The field for a line of input that a running program waits for.
import { button, element } from "./elements.ts";

export class LineField {
  readonly root = element("form", "python-ask");
  readonly #line = element("input", "python-ask-line");
  #answer: (text: string | null) => void = () => {};

  constructor() {
    const label = element("label", "python-ask-label");
    this.#line.type = "text";
    this.#line.autocomplete = "off";
    this.#line.spellcheck = false;
    this.#line.enterKeyHint = "send";
    label.append("The program waits for a line", this.#line);
    const enter = button("Enter", "python-ask-enter");
    enter.type = "submit";
    const end = button("No more input", "python-ask-end", () => this.#give(null));
    this.root.append(label, enter, end);
    this.root.hidden = true;
    this.root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#give(this.#line.value);
    });
  }

  /** Focus moves to the field: the reader pressed Run, and the program now waits for them. */
  ask(answer: (text: string | null) => void): void {
    this.#answer = answer;
    this.#line.value = "";
    this.root.hidden = false;
    this.#line.focus({ preventScroll: true });
    this.root.scrollIntoView({ block: "nearest" });
  }

  hide(): void {
    this.root.hidden = true;
    this.#answer = () => {};
  }

  #give(text: string | null): void {
    const answer = this.#answer;
    this.hide();
    answer(text);
  }
}
