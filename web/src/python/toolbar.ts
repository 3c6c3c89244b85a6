// Run, Stop, Edit, Reset, and the line that says what is happening.
import { button, element } from "./elements.ts";

export interface ToolbarEvents {
  run(): void;
  stop(): void;
  edit(): void;
  reset(): void;
  /** The reader seems to be about to run something. */
  intent(): void;
}

export class Toolbar {
  readonly root = element("div", "python-toolbar");
  readonly #run: HTMLButtonElement;
  readonly #stop: HTMLButtonElement;
  readonly #edit: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;
  readonly #status = element("span", "python-status");

  constructor(name: string, events: ToolbarEvents) {
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", `Run ${name} here`);
    this.#status.setAttribute("role", "status");
    this.#run = button("Run", "python-run", events.run);
    this.#stop = button("Stop", "python-stop", events.stop);
    this.#edit = button("Edit", "python-edit", events.edit);
    this.#reset = button("Reset", "python-reset", events.reset);
    this.#edit.setAttribute("aria-pressed", "false");
    this.#run.addEventListener("pointerenter", events.intent);
    this.#run.addEventListener("focus", events.intent);
    this.root.append(this.#run, this.#stop, this.#edit, this.#reset, this.#status);
    this.setRunning(false);
    this.setEdited(false);
  }

  /** One more thing to do with the snippet, such as looking at its bytecode. */
  add(label: string, className: string, act: () => void): HTMLButtonElement {
    const made = button(label, className, act);
    this.#status.before(made);
    return made;
  }

  say(text: string): void {
    this.#status.textContent = text;
  }

  /** Offers one thing to do beside the words, such as undoing a Reset. */
  offer(text: string, label: string, act: () => void): void {
    this.#status.replaceChildren(text, " ", button(label, "python-action", act));
  }

  /** Stop stands in Run's place while something runs, and takes its focus. */
  setRunning(running: boolean): void {
    const [gone, come] = running ? [this.#run, this.#stop] : [this.#stop, this.#run];
    const focused = document.activeElement === gone;
    for (const [made, shown] of [[gone, false], [come, true]] as const) {
      made.disabled = made.hidden = !shown;
    }
    if (focused) come.focus({ preventScroll: true });
  }

  setEdited(edited: boolean): void {
    this.#run.textContent = edited ? "Run your edit" : "Run";
    this.#reset.hidden = !edited;
  }

  setEditing(editing: boolean): void {
    this.#edit.setAttribute("aria-pressed", String(editing));
    this.#edit.textContent = editing ? "Close editor" : "Edit";
  }
}
