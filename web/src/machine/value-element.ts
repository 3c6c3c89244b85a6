// <hw-value field="caches.L2.size_bytes" per="float64">: a figure in a sentence. The page comes with
// the builder's; with a report of the reader's machine it is the reader's.
import { store } from "./here.ts";
import { StoreElement } from "./store-element.ts";
import { type Fallback, type Whose, shown } from "./whose.ts";

const MARKS: Readonly<Record<Whose, string>> = {
  yours: "yours",
  estimate: "estimate",
  ours: "ours",
};

class HwValue extends StoreElement {
  #builder: Fallback | null = null;

  protected show(): void {
    const [text, mark, whose] = ["hw-figure", "hw-mark", "hw-whose"].map((name) =>
      this.querySelector(`.${name}`),
    );
    if (!text || !mark || !whose) return;
    this.#builder ??= {
      text: text.textContent ?? "",
      says: (whose.textContent ?? "").trim(),
    };
    const field = this.getAttribute("field") ?? "";
    const [per, as] = [this.getAttribute("per"), this.getAttribute("as")];
    const strict = this.closest("machine-figures") !== null;
    const now = shown({ field, per, as, strict }, this.#builder, store.kept, store.estimate);
    this.dataset["whose"] = now.whose;
    text.textContent = now.text;
    mark.textContent = MARKS[now.whose];
    whose.textContent = ` ${now.says}`;
  }
}

if (!customElements.get("hw-value")) customElements.define("hw-value", HwValue);
