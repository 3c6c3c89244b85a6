// Tabs as the ARIA practices describe them: one in the order of Tab, arrows go between them.
import { freshId, html } from "../widgets/drawing/dom.ts";

export interface Tab<Name extends string> {
  name: Name;
  title: string;
}

export class Tabs<Name extends string> {
  readonly root = html("div", { class: "lab-tabs", role: "tablist", "aria-label": "Views" });
  readonly #buttons = new Map<Name, HTMLButtonElement>();
  readonly #panels = new Map<Name, HTMLElement>();

  constructor(tabs: readonly Tab<Name>[], chosen: (name: Name) => void) {
    for (const { name, title } of tabs) {
      const [tab, panel] = [freshId("lab-tab"), freshId("lab-panel")];
      const button = html("button", { type: "button", role: "tab", id: tab, "aria-controls": panel }, title);
      button.addEventListener("click", () => chosen(name));
      this.#buttons.set(name, button);
      this.#panels.set(name, html("div", { role: "tabpanel", id: panel, "aria-labelledby": tab, class: "lab-panel", "data-view": name }));
    }
    this.root.append(...this.#buttons.values());
    this.root.addEventListener("keydown", (event) => {
      const next = this.#neighbour(event.key);
      if (next === undefined) return;
      event.preventDefault();
      chosen(next);
      this.#buttons.get(next)?.focus();
    });
  }

  get panels(): HTMLElement[] {
    return [...this.#panels.values()];
  }

  panel(name: Name): HTMLElement {
    return this.#panels.get(name)!;
  }

  choose(name: Name): void {
    for (const [each, button] of this.#buttons) {
      const here = each === name;
      button.setAttribute("aria-selected", String(here));
      button.tabIndex = here ? 0 : -1;
      this.#panels.get(each)!.hidden = !here;
      if (here) keepInSight(button);
    }
  }

  #neighbour(key: string): Name | undefined {
    const names = [...this.#buttons.keys()];
    const at = names.findIndex((name) => this.#buttons.get(name) === document.activeElement);
    const to: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 };
    const place = to[key];
    return place === undefined ? undefined : names[(place + names.length) % names.length];
  }
}

/** The row of tabs scrolls sideways on a phone; the page does not move. */
function keepInSight(button: HTMLElement): void {
  const row = button.parentElement;
  if (row === null) return;
  const { offsetLeft, offsetWidth } = button;
  if (offsetLeft < row.scrollLeft || offsetLeft + offsetWidth > row.scrollLeft + row.clientWidth) {
    row.scrollLeft = offsetLeft - 24;
  }
}
