// <machine-figures>: a table of hw-values, and beside it the same figures of another machine.
import { choice } from "../widgets/drawing/controls.ts";
import { html } from "../widgets/drawing/dom.ts";
import { adopt } from "../widgets/drawing/widget.ts";
import frameStyle from "../widgets/drawing/widget.css";
import { type Plain, UNKNOWN, figure, valueAt } from "./figures.ts";
import { store } from "./here.ts";
import style from "./machine.css";
import { StoreElement } from "./store-element.ts";

const NONE = "none";

class MachineFigures extends StoreElement {
  readonly #said = html("p", { class: "machine-status", role: "status" });
  #raised = false;
  #builder = "";
  #other: { name: string; machine: Plain } | null = null;

  override connectedCallback(): void {
    adopt(frameStyle);
    adopt(style);
    if (!this.#raised) this.#raise();
    super.connectedCallback();
  }

  get #heading(): Element | null {
    return this.querySelector("thead th:nth-child(2)");
  }

  #raise(): void {
    this.#raised = true;
    this.#builder = this.#heading?.textContent ?? "";
    const links = [...document.querySelectorAll<HTMLAnchorElement>("a[data-machine]")];
    const options = links.map(({ href, textContent }) => [href, textContent ?? ""] as const);
    const picker = choice({
      label: "Compare with",
      options: [[NONE, "no other machine"], ...options],
      value: NONE,
      onChange: (address) =>
        void this.#compare(address, options.find(([href]) => href === address)?.[1] ?? ""),
    });
    const frame = html(
      "div",
      { class: "metal-widget machine-compare" },
      picker.element,
      this.#said,
    );
    if (options.length > 0) this.prepend(frame);
  }

  async #compare(address: string, name: string): Promise<void> {
    if (address === NONE) this.#other = null;
    else {
      try {
        const answer = await fetch(address);
        if (!answer.ok) throw new Error(`answered ${answer.status}`);
        this.#other = { name, machine: ((await answer.json()) as { machine: Plain }).machine };
      } catch {
        this.#other = null;
        this.#said.textContent = `${name} could not be fetched; without a network only what was seen before is here.`;
        this.show();
        return;
      }
    }
    this.#said.textContent = "";
    this.show();
  }

  protected show(): void {
    const { kept } = store;
    const heading = this.#heading;
    if (heading !== null)
      heading.textContent = kept === null ? this.#builder : `Yours: ${kept.name}`;
    for (const cell of this.querySelectorAll(".machine-other")) cell.remove();
    if (this.#other !== null) this.#showOther(this.#other);
  }

  #showOther(other: { name: string; machine: Plain }): void {
    this.querySelector("thead tr")?.append(
      html("th", { class: "machine-other", scope: "col" }, other.name),
    );
    const count = { differs: 0, unknown: 0, same: 0 };
    const rows = [...this.querySelectorAll("tbody tr")];
    for (const row of rows) {
      const cell = html("td", { class: "machine-other" });
      count[fill(cell, row.querySelector("hw-value"), other.machine)] += 1;
      row.append(cell);
    }
    const unknown = count.unknown > 0 ? ` ${count.unknown} cannot be compared.` : "";
    this.#said.textContent = `${count.differs} of ${rows.length} figures differ; they are marked ≠.${unknown}`;
  }
}

/** Puts the other machine's figure into a cell, and tells how the two compare. */
function fill(
  cell: HTMLElement,
  value: Element | null,
  machine: Plain,
): "differs" | "unknown" | "same" {
  const field = value?.getAttribute("field") ?? "";
  const wording = { per: value?.getAttribute("per"), as: value?.getAttribute("as") };
  const text = figure(field, valueAt(machine, field), wording);
  const own = value?.querySelector(".hw-figure")?.textContent ?? UNKNOWN;
  const outcome = [text, own].includes(UNKNOWN) ? "unknown" : text === own ? "same" : "differs";
  if (outcome === "differs") cell.append(differs());
  cell.append(text);
  return outcome;
}

function differs(): HTMLElement {
  const sign = html("span", { "aria-hidden": "true" }, "≠ ");
  const said = html("span", { class: "hw-whose" }, "differs: ");
  return html("span", { class: "machine-differs" }, sign, said);
}

if (!customElements.get("machine-figures"))
  customElements.define("machine-figures", MachineFigures);
