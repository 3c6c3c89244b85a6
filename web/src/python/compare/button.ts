// "Compare" in a snippet's toolbar: the second editor's code is fetched when it is first pressed.
import type { Edits } from "../edits.ts";
import type { Editor } from "../editor.ts";
import type { Toolbar } from "../toolbar.ts";
import type { ComparePanel } from "./panel.ts";

/** The snippet, as far as comparing needs it. */
export interface Snippet {
  id: string;
  name: string;
  /** What holds the first editor, and gets the second beside it. */
  editors: HTMLElement;
  /** What comes below. */
  below: HTMLElement;
  showEditor(): Promise<void>;
  editor(): Promise<Editor>;
  tested(): Promise<string>;
  typed(): string;
}

export class CompareButton {
  readonly #button: HTMLButtonElement;
  readonly #snippet: Snippet;
  readonly #toolbar: Toolbar;
  readonly #edits: Edits;
  #panel: ComparePanel | null = null;

  constructor(snippet: Snippet, toolbar: Toolbar, edits: Edits) {
    this.#snippet = snippet;
    this.#toolbar = toolbar;
    this.#edits = edits;
    this.#button = toolbar.add("Compare", "python-compare", () => void this.#toggle());
    this.#setOpen(false);
  }

  close(): void {
    if (this.#panel?.isOpen) this.#panel.close();
  }

  async #toggle(): Promise<void> {
    if (this.#panel?.isOpen) {
      this.#panel.close();
      return;
    }
    try {
      await this.#snippet.showEditor();
      if (this.#panel === null) this.#panel = await this.#made();
      else this.#panel.open();
      this.#setOpen(true);
    } catch (error) {
      this.#toolbar.say(`The comparison could not be loaded (${String(error)}).`);
    }
  }

  async #made(): Promise<ComparePanel> {
    const { id, name, editors, below, typed } = this.#snippet;
    const [{ ComparePanel }, editor, tested] = await Promise.all([
      import("./panel.ts"),
      this.#snippet.editor(),
      this.#snippet.tested(),
    ]);
    const second = `${id}#second`;
    return new ComparePanel({
      name,
      tested,
      typed,
      first: () => editor.text,
      kept: this.#edits.find(second)?.source ?? null,
      keep: (text) => {
        if (text === tested) this.#edits.forget(second);
        else this.#edits.keep(second, text, tested);
      },
      editors,
      below,
      closed: () => this.#setOpen(false),
    });
  }

  #setOpen(open: boolean): void {
    this.#button.setAttribute("aria-pressed", String(open));
    this.#button.textContent = open ? "Close comparison" : "Compare";
  }
}
