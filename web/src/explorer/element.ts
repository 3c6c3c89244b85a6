// <bytecode-lab root="../"> with a list of examples inside: the explorer on a page of its own.
import { html } from "../widgets/drawing/dom.ts";
import { fragmentOf, type Shown, shownBy } from "./address.ts";
import { Explorer, type Setting } from "./explorer.ts";
import { Live } from "./live.ts";
import { type Kind, Recorded } from "./recorded.ts";

const ADDRESS_MS = 500;
const KINDS: readonly Kind[] = ["trace", "specialisation", "stages", "diffs"];

interface Example {
  name: string;
  title: string;
  says: string;
}

class BytecodeLab extends HTMLElement {
  #explorer: Explorer | null = null;
  #examples: Example[] = [];
  readonly #says = html("span", { class: "lab-says", role: "status" });
  readonly #buttons = new Map<string, HTMLButtonElement>();
  #first = "";
  #touched = false;
  #later: ReturnType<typeof setTimeout> | undefined;
  readonly #onHash = (): void => void this.#openAddress();

  connectedCallback(): void {
    addEventListener("hashchange", this.#onHash);
    for (const type of ["pointerdown", "keydown"]) {
      this.addEventListener(type, () => (this.#touched = true), { once: true });
    }
    if (this.#explorer === null) void this.#begin();
  }

  disconnectedCallback(): void {
    removeEventListener("hashchange", this.#onHash);
  }

  get #root(): URL {
    return new URL(this.getAttribute("root") ?? "./", document.baseURI);
  }

  async #begin(): Promise<void> {
    this.#examples = [...this.querySelectorAll<HTMLElement>("[data-example]")].map((item) => ({
      name: item.dataset.example ?? "",
      title: item.dataset.title ?? "",
      says: item.dataset.says ?? "",
    }));
    const shown = (await shownBy(location.hash)) ?? {};
    const setting = await this.#setting({ example: this.#examples[0]?.name ?? "", view: "step", ...shown });
    if (setting === null) return; // the light DOM stays as it is: listing and examples can be read
    this.#explorer = new Explorer(setting);
    this.replaceChildren(this.#picker(), this.#explorer.root);
    this.#choose(setting.shown.example);
  }

  async #openAddress(): Promise<void> {
    const shown = await shownBy(location.hash);
    if (shown !== null) await this.#open(shown);
  }

  async #open(shown: Shown): Promise<void> {
    const setting = await this.#setting(shown);
    if (setting === null) return;
    this.#explorer?.open(setting);
    this.#choose(setting.shown.example);
  }

  /** Missing: null where the example cannot be fetched. */
  async #setting(shown: Shown): Promise<Setting | null> {
    const root = this.#root;
    const changed = (now: Shown): void => this.#remember(now);
    if (shown.source !== undefined) {
      const own = { ...shown };
      delete own.example;
      return { root, origin: new Live(shown.source), regions: [], shown: own, name: "your code", legend: true, changed };
    }
    const name = this.#examples.some((each) => each.name === shown.example) ? shown.example! : this.#examples[0]?.name;
    const base = new URL(`assets/bytecode/examples/${name}/`, root);
    try {
      const response = await fetch(new URL("source.txt", base));
      if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
      const source = await response.text();
      const example = { ...shown, example: name! };
      return { root, origin: new Recorded(source, base, KINDS), regions: [], shown: example, name: `${name}.py`, legend: true, changed };
    } catch (error) {
      console.warn("The example could not be fetched:", error);
      return null;
    }
  }

  /** Keeps the address in step with what is shown, from the reader's first change on. */
  #remember(shown: Shown): void {
    if (this.#explorer !== null) this.#choose(shown.example);
    const said = JSON.stringify(shown);
    if (this.#first === "" || !this.#touched) this.#first = said;
    if (said === this.#first) return;
    clearTimeout(this.#later);
    this.#later = setTimeout(() => {
      void fragmentOf(shown).then((fragment) => {
        if (this.isConnected) history.replaceState(history.state, "", `#${fragment}`);
      });
    }, ADDRESS_MS);
  }

  #picker(): HTMLElement {
    const row = html("div", { class: "lab-examples", role: "group", "aria-label": "Examples" });
    for (const { name, title } of this.#examples) {
      const button = html("button", { type: "button", "aria-pressed": "false" }, title);
      button.addEventListener("click", () => {
        const { view } = this.#explorer?.shown ?? {};
        void this.#open({ example: name, ...(view ? { view } : {}) });
      });
      this.#buttons.set(name, button);
      row.append(button);
    }
    row.append(this.#says);
    return row;
  }

  #choose(name: string | undefined): void {
    for (const [each, button] of this.#buttons) button.setAttribute("aria-pressed", String(each === name));
    const example = this.#examples.find((each) => each.name === name);
    this.#says.textContent = example?.says ?? "Code of your own.";
  }
}

customElements.define("bytecode-lab", BytecodeLab);
