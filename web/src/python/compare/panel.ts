// A second editor beside the snippet's own, and what comes of running both.
import type { CallOutcome, Running } from "../client.ts";
import { type Editor, openEditor } from "../editor.ts";
import { button, element } from "../elements.ts";
import { python } from "../interpreter.ts";
import { LIMITS } from "../protocol.ts";
import { loading, states } from "../words.ts";
import css from "./compare.css";
import type { Comparison } from "./document.ts";
import { results } from "./results.ts";

/** The snippet that is compared, as its element lets it be used. */
export interface Compared {
  name: string;
  tested: string;
  /** Standard input of every run. */
  typed(): string;
  first(): string;
  /** The second text, kept in this browser from an earlier time. */
  kept: string | null;
  keep(second: string): void;
  /** What holds the first editor, and gets the second beside it. */
  editors: HTMLElement;
  /** What comes below. */
  below: HTMLElement;
  closed(): void;
}

export class ComparePanel {
  readonly #heading = heading("First");
  readonly #second = element("div", "compare-second-place");
  readonly #bar = element("div", "compare-bar");
  readonly #start: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;
  readonly #status = element("span", "compare-status");
  readonly #results = element("div", "compare-results");
  readonly #compared: Compared;
  readonly #editor: Editor;
  #running: Running<CallOutcome<Comparison>> | null = null;

  constructor(compared: Compared) {
    this.#compared = compared;
    this.#start = button("Compare both", "compare-start", () => void this.toggle());
    this.#reset = button("Reset second", "compare-reset", () =>
      this.#editor.replace(compared.tested),
    );
    this.#build();
    const text = compared.kept ?? compared.tested;
    this.#editor = openEditor(
      this.#second,
      text,
      `${compared.name}, second version: Control-Enter compares; Escape, then Tab leaves the editor`,
      { changed: (changed) => this.#changed(changed), run: () => void this.toggle() },
    );
    this.#changed(text);
    this.open();
  }

  get isOpen(): boolean {
    return this.#bar.isConnected;
  }

  open(): void {
    const { editors, below } = this.#compared;
    editors.classList.add("python-comparing");
    editors.firstElementChild?.prepend(this.#heading);
    editors.append(this.#second);
    below.append(this.#bar);
    this.#say("Change one of the two, then compare.");
    this.#editor.focus();
  }

  close(): void {
    this.stop();
    this.#compared.editors.classList.remove("python-comparing");
    for (const part of [this.#heading, this.#second, this.#bar]) part.remove();
    this.#compared.closed();
  }

  /** Compare, or stop comparing. */
  async toggle(): Promise<void> {
    if (this.#running !== null) {
      this.#running.stop();
      return;
    }
    this.#start.textContent = "Stop comparing";
    this.#running = this.#call();
    const outcome = await this.#running.outcome;
    this.#running = null;
    this.#start.textContent = "Compare both";
    this.#show(outcome);
  }

  stop(): void {
    this.#running?.stop();
  }

  #build(): void {
    const { first, name } = this.#compared;
    this.#second.append(heading("Second"));
    this.#status.setAttribute("role", "status");
    const copy = button("Copy first to second", "", () => this.#editor.replace(first()));
    const buttons = element("div", "python-toolbar");
    buttons.setAttribute("role", "group");
    buttons.setAttribute("aria-label", `Compare two versions of ${name}`);
    buttons.append(this.#start, copy, this.#reset, this.#status);
    this.#bar.append(buttons, this.#results);
  }

  #call(): Running<CallOutcome<Comparison>> {
    const { name, first, typed } = this.#compared;
    const steps = new TextDecoder();
    return python.call<Comparison>(
      {
        module: "explainer.inpage.comparison",
        function: "compare",
        arguments: { first: first(), second: this.#editor.text, name, typed: typed() },
      },
      { limitMs: LIMITS.compareMs, outputBytes: LIMITS.outputBytes },
      {
        state: (state, ...bytes) =>
          this.#say(state === "loading" ? loading(...bytes) : states[state]),
        output: (_, bytes) => {
          const step = steps.decode(bytes, { stream: true }).trimEnd().split("\n").at(-1);
          if (step) this.#say(step);
        },
      },
    );
  }

  #show(outcome: CallOutcome<Comparison>): void {
    if (outcome.kind === "done") {
      this.#results.replaceChildren(...results(outcome.value, python.version, this.#bar.clientWidth));
      this.#say("Compared.");
    } else {
      this.#results.replaceChildren();
      this.#say(notCompared(outcome));
    }
  }

  #changed(text: string): void {
    this.#reset.hidden = text === this.#compared.tested;
    this.#compared.keep(text);
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }
}

function heading(text: string): HTMLElement {
  const made = element("div", "compare-heading");
  made.append(text);
  return made;
}

function notCompared(outcome: Exclude<CallOutcome<Comparison>, { kind: "done" }>): string {
  switch (outcome.kind) {
    case "stopped":
      return outcome.by === "limit"
        ? "Stopped: comparing took too long. A smaller amount of work tells as much."
        : "Stopped.";
    case "crashed":
      return "Python itself ended here; both texts are kept. A fresh one is being started.";
    case "unavailable":
      return `Python could not be loaded (${outcome.message}).`;
    case "error":
      return `They could not be compared: ${outcome.error.trimEnd().split("\n").at(-1)}`;
  }
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);
