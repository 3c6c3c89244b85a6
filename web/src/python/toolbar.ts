// Run, Stop, Edit, Reset, and the line that says what is happening.
import { element } from "./output.ts";

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
  readonly #run = button("Run", "python-run");
  readonly #stop = button("Stop", "python-stop");
  readonly #edit = button("Edit", "python-edit");
  readonly #reset = button("Reset", "python-reset");
  readonly #status = element("span", "python-status");

  constructor(name: string, events: ToolbarEvents) {
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", `Run ${name} here`);
    this.#status.setAttribute("role", "status");
    this.#edit.setAttribute("aria-pressed", "false");
    this.#run.addEventListener("pointerenter", events.intent);
    this.#run.addEventListener("focus", events.intent);
    this.#run.addEventListener("click", events.run);
    this.#stop.addEventListener("click", events.stop);
    this.#edit.addEventListener("click", events.edit);
    this.#reset.addEventListener("click", events.reset);
    this.root.append(this.#run, this.#stop, this.#edit, this.#reset, this.#status);
    this.setRunning(false);
    this.setEdited(false);
  }

  say(text: string): void {
    this.#status.textContent = text;
  }

  /** Offers one thing to do beside the words, such as undoing a Reset. */
  offer(text: string, label: string, act: () => void): void {
    const action = button(label, "python-action");
    action.addEventListener("click", act);
    this.#status.replaceChildren(text, " ", action);
  }

  setRunning(running: boolean): void {
    this.#run.disabled = running;
    this.#stop.disabled = !running;
    // Focus would fall to the page's start when the focused button is disabled.
    if (running && document.activeElement === document.body) this.#stop.focus();
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

function button(label: string, className: string): HTMLButtonElement {
  const made = element("button", className);
  made.type = "button";
  made.append(label);
  return made;
}
