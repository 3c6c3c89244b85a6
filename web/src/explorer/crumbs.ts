// Where one is among the code objects of a source: the way down to this one, and those inside it.
import { html } from "../widgets/drawing/dom.ts";
import type { CodeObject } from "./schema.ts";

export class Crumbs {
  readonly root = html("nav", { class: "lab-crumbs", "aria-label": "Code objects" });
  readonly #open: (place: number) => void;

  constructor(open: (place: number) => void) {
    this.#open = open;
  }

  show(code: readonly CodeObject[], place: number): void {
    const way = wayTo(code, place).map((each) => {
      const here = each === place;
      return html("li", {}, this.#button(code, each, here));
    });
    const inside = code[place]!.children.map((each) => html("li", {}, this.#button(code, each, false)));
    const path = html("ol", { class: "lab-way" }, ...way);
    const held = this.root.contains(document.activeElement);
    this.root.replaceChildren(path);
    if (inside.length > 0) {
      this.root.append(html("span", { class: "lab-quiet" }, "inside:"), html("ul", {}, ...inside));
    }
    if (held) this.root.querySelector<HTMLElement>("[aria-current]")?.focus();
  }

  #button(code: readonly CodeObject[], place: number, here: boolean): HTMLElement {
    const { name, first_line } = code[place]!;
    const attributes = { type: "button", class: "lab-crumb", "aria-current": here ? "true" : null, title: `line ${first_line}` };
    const button = html("button", attributes, name === "<module>" ? "module" : name);
    button.addEventListener("click", () => this.#open(place));
    return button;
  }
}

/** Places from the module down to `place`. */
export function wayTo(code: readonly CodeObject[], place: number): number[] {
  const parent = code.findIndex(({ children }) => children.includes(place));
  return parent < 0 || parent >= place ? [place] : [...wayTo(code, parent), place];
}
