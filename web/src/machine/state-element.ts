// <machine-state>: the line in each "your machine" box that says whose figures the page shows.
import { store } from "./here.ts";
import { StoreElement } from "./store-element.ts";
import { stateWords } from "./whose.ts";

class MachineState extends StoreElement {
  #builder: string | null = null;

  protected show(): void {
    const words = this.firstChild;
    const link = this.querySelector("a");
    if (!(words instanceof Text) || link === null) return;
    this.#builder ??= words.data.trim();
    const { kept, estimate } = store;
    words.data = `${stateWords(this.#builder, kept, estimate)} `;
    link.textContent = kept === null ? "Use your own" : "Look at it, change it or forget it";
  }
}

if (!customElements.get("machine-state")) customElements.define("machine-state", MachineState);
