// An element that shows what the store knows of the reader's machine, and follows its changes.
import { store } from "./here.ts";

export abstract class StoreElement extends HTMLElement {
  #leave: (() => void) | null = null;

  connectedCallback(): void {
    this.#leave = store.listen(() => this.show());
    this.show();
  }

  disconnectedCallback(): void {
    this.#leave?.();
  }

  protected abstract show(): void;
}
