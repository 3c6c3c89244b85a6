// The explorer's top row: version, editing, links, and the line that says what is happening.
import { html } from "../widgets/drawing/dom.ts";
import { VERSIONS, type Version } from "./address.ts";
import type { Waiting } from "./origin.ts";

export interface ToolboxEvents {
  version(version: Version): void;
  edit(): void;
  /** Back to what stood here before the reader typed. */
  undo(): void;
  link(): void;
  fold(hidden: boolean): void;
}

export class Toolbox implements Waiting {
  readonly root = html("div", { class: "lab-tools", role: "group", "aria-label": "Explorer" });
  readonly #picker = html("select", { "aria-label": "Version of CPython" });
  readonly #edit = html("button", { type: "button", "aria-pressed": "false" }, "Edit");
  readonly #undo = html("button", { type: "button", hidden: true }, "Undo my edits");
  readonly #stop = html("button", { type: "button", hidden: true }, "Stop");
  readonly #status = html("span", { class: "lab-status", role: "status" });
  #stopping: (() => void) | null = null;

  constructor(events: ToolboxEvents) {
    for (const version of VERSIONS) {
      const text = version === "3.15" ? "3.15 (rc)" : version;
      this.#picker.append(html("option", { value: version }, `CPython ${text}`));
    }
    this.#picker.addEventListener("change", () => events.version(this.#picker.value as Version));
    this.#edit.addEventListener("click", events.edit);
    this.#undo.addEventListener("click", events.undo);
    this.#stop.addEventListener("click", () => this.stop());
    const link = html("button", { type: "button" }, "Copy link");
    link.addEventListener("click", events.link);
    this.root.append(this.#picker, this.#edit, this.#undo, link, folder(events), this.#stop, this.#status);
  }

  say(words: string): void {
    this.#status.textContent = words;
    if (words === "") this.#stop.hidden = true;
  }

  stoppable(stop: () => void): void {
    this.#stopping = stop;
    this.#stop.hidden = false;
  }

  stop(): void {
    this.#stopping?.();
    this.#stopping = null;
  }

  setVersion(version: Version): void {
    this.#picker.value = version;
  }

  get editing(): boolean {
    return this.#edit.getAttribute("aria-pressed") === "true";
  }

  setEditing(editing: boolean): void {
    this.#edit.setAttribute("aria-pressed", String(editing));
    this.#edit.textContent = editing ? "Close editor" : "Edit";
  }

  setEdited(edited: boolean): void {
    this.#undo.hidden = !edited;
  }

  async copy(text: string, said: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.say(said);
    } catch {
      this.say("This browser does not let the page copy.");
    }
  }
}

/** Shown on a phone only, where source and views stand one above the other. */
function folder(events: ToolboxEvents): HTMLElement {
  const button = html("button", { type: "button", class: "lab-fold", "aria-expanded": "true" }, "Hide source");
  button.addEventListener("click", () => {
    const hidden = button.getAttribute("aria-expanded") === "true";
    button.textContent = hidden ? "Show source" : "Hide source";
    button.setAttribute("aria-expanded", String(!hidden));
    events.fold(hidden);
  });
  return button;
}
