/** What all widgets share: frame, style sheet, redrawing at a new width, the page's fallback. */

import { Attributes } from "./attributes.ts";
import { html } from "./dom.ts";
import frameStyle from "./widget.css";

const adopted = new Set<string>();

/** Styles of light DOM: they stay in the document, also when instant navigation swaps the page. */
export function adopt(style: string): void {
  if (adopted.has(style)) return;
  adopted.add(style);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/**
 * A widget drawn into its own light DOM, in place of the fallback that the page gave.
 *
 * A sub-class reads its attributes, fills the frame and redraws its pictures for a width.
 */
export abstract class WidgetElement extends HTMLElement {
  #frame: HTMLElement | null = null;
  #width = 0;
  readonly #observer = new ResizeObserver(([entry]) => {
    if (entry) this.#fit(Math.floor(entry.contentRect.width));
  });

  abstract readonly label: string;
  abstract readonly styles: string;
  /** Gives the parts of the frame, from top to bottom. */
  protected abstract build(attributes: Attributes, fallback: Element): HTMLElement[];
  protected abstract draw(width: number): void;
  /** Stops what runs by itself when the page goes away. */
  protected rest(): void {}

  connectedCallback(): void {
    this.#frame ??= this.#raise();
    this.#observer.observe(this.#frame.querySelector(".metal-widget-body")!);
  }

  disconnectedCallback(): void {
    this.#observer.disconnect();
    this.rest();
  }

  protected redraw(): void {
    if (this.#width > 0) this.draw(this.#width);
  }

  #fit(width: number): void {
    if (width === this.#width || width === 0) return;
    this.#width = width;
    this.draw(width);
  }

  #raise(): HTMLElement {
    adopt(frameStyle);
    adopt(this.styles);
    const attributes = new Attributes(this);
    const fallback = html(
      "div",
      { class: "metal-widget-fallback", hidden: true },
      ...this.childNodes,
    );
    const parts = this.build(attributes, fallback);
    const problems = attributes.problems.map((text) =>
      html("p", { class: "metal-widget-problem" }, text),
    );
    const body = html("div", { class: "metal-widget-body" }, ...problems, ...parts);
    const frame = html(
      "div",
      { class: "metal-widget", role: "group", "aria-label": this.label },
      body,
    );
    this.append(frame, fallback);
    return frame;
  }
}

/** The sentence under a picture; it is spoken when it changes. */
export function captionElement(): HTMLElement {
  return html("p", { class: "metal-widget-caption", role: "status" });
}

export function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
