// The flow graph in a box that scrolls: at its real size, or all of it at once.
import { html } from "../widgets/drawing/dom.ts";
import type { Layout } from "./flow-layout.ts";

const LABEL = "Flow graph. Arrow keys scroll it; the same in words follows it";
const SHOW_ALL = "Show the whole graph";
const REAL_SIZE = "Back to a size to read";

/** The button is there only where the graph is larger than its box. */
export function boxed(picture: SVGSVGElement, { boxes }: Layout): HTMLElement[] {
  const box = html("div", { class: "lab-scroller lab-flow", tabindex: 0, role: "group", "aria-label": LABEL }, picture);
  const button = html("button", { type: "button" }, SHOW_ALL);
  const bar = html("div", { class: "lab-subtools", hidden: true }, button);
  const showWhole = (whole: boolean): void => {
    box.classList.toggle("lab-whole", whole);
    button.textContent = whole ? REAL_SIZE : SHOW_ALL;
  };
  button.addEventListener("click", () => showWhole(!isWhole(box)));
  picture.addEventListener("click", (event) => {
    if (!isWhole(box)) return;
    event.stopImmediatePropagation(); // too small to have been aimed at one instruction
    const inPicture = picture.getScreenCTM()!.inverse();
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(inPicture);
    showWhole(false);
    box.scrollTo(x - box.clientWidth / 2, y - box.clientHeight / 2);
  }, { capture: true });
  const sized = new ResizeObserver(() => {
    if (bar.hidden && larger(box)) beginAt(box, boxes[0]!);
    if (!isWhole(box)) bar.hidden = !larger(box);
  });
  sized.observe(box);
  return [bar, box];
}

function isWhole(box: HTMLElement): boolean {
  return box.classList.contains("lab-whole");
}

function larger({ scrollWidth, clientWidth, scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollWidth > clientWidth || scrollHeight > clientHeight;
}

/** The first block is where reading begins, wherever the layout has put it. */
function beginAt(box: HTMLElement, { x, width }: { x: number; width: number }): void {
  box.scrollTo(x + Math.min(width, box.clientWidth) / 2 - box.clientWidth / 2, 0);
}
