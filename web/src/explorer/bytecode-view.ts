// The view "Bytecode": the instructions of one code object, and a card about one of them.
import { html } from "../widgets/drawing/dom.ts";
import { CardView } from "./card-view.ts";
import { ListingView } from "./listing-view.ts";
import type { CodeObject, Instruction, Opcode } from "./schema.ts";

export interface BytecodeEvents {
  hover(index: number | null): void;
  choose(index: number): void;
  follow(index: number): void;
  /** How often each offset of the code object in sight ran. Missing: null where nobody knows. */
  times(): Promise<ReadonlyMap<number, number> | null>;
  /** The reader wants this text in the clipboard. */
  copied(text: string): void;
}

export class BytecodeView {
  readonly parts: HTMLElement[];
  readonly #listing: ListingView;
  readonly #card = new CardView();
  readonly #events: BytecodeEvents;
  readonly #caches = html("input", { type: "checkbox" });
  readonly #counts = html("input", { type: "checkbox" });
  readonly #unknown = html("span", { class: "lab-quiet", role: "status" });
  #code: CodeObject | null = null;

  constructor(events: BytecodeEvents) {
    this.#events = events;
    this.#listing = new ListingView(events);
    const copy = html("button", { type: "button" }, "Copy as dis prints it");
    copy.addEventListener("click", () => this.#code && events.copied(this.#code.listing));
    this.#caches.addEventListener("change", () => this.#code && this.show(this.#code));
    this.#counts.addEventListener("change", () => this.#code && this.show(this.#code));
    const caches = html("label", { class: "lab-check" }, this.#caches, " Inline caches");
    const counts = html("label", { class: "lab-check" }, this.#counts, " Times run");
    const tools = html("div", { class: "lab-subtools" }, caches, counts, copy, this.#unknown);
    this.parts = [tools, this.#listing.root, this.#card.root];
  }

  show(code: CodeObject): void {
    if (code !== this.#code) this.#card.hint();
    this.#code = code;
    this.#list(code, null);
    if (this.#counts.checked) void this.#count(code);
    else this.#unknown.textContent = "";
  }

  #list(code: CodeObject, times: ReadonlyMap<number, number> | null): void {
    const label = `Instructions of ${code.qualname}. Arrow keys go through them; Enter follows a jump`;
    this.#listing.show(code, { caches: this.#caches.checked, numbers: true, times }, label);
  }

  async #count(code: CodeObject): Promise<void> {
    const times = await this.#events.times();
    if (code !== this.#code || !this.#counts.checked) return;
    this.#unknown.textContent = times === null ? "No run of it is known: see Step." : "";
    this.#list(code, times);
  }

  mark(kind: "hover" | "chosen", indices: readonly number[], reveal = false): void {
    this.#listing.mark(kind, indices, reveal);
  }

  describe(instruction: Instruction | null, opcode?: Opcode): void {
    if (instruction !== null) this.#card.show(instruction, opcode);
  }

  focusOffset(offset: number): void {
    const index = this.#code?.instructions.findIndex((each) => each.offset === offset) ?? -1;
    if (index >= 0) this.#listing.focus(index);
  }
}
