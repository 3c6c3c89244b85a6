// What the shapes mean, in the shapes themselves.
import { prose } from "./meaning.ts";
import { html, svg } from "../widgets/drawing/dom.ts";

const PICTURES: readonly [path: string, kind: string, says: string][] = [
  ["M30 4H10Q4 4 4 10V18Q4 24 10 24H30M25 20L30 24L25 28", "lab-arc", "A jump: the arrow leads to the instruction that runs next."],
  ["M16 3H8V25H16", "lab-bracket", "A protected range: an exception inside goes to its handler."],
];
const BOXES: readonly [kind: string, text: string, says: string][] = [
  ["object", "7", "A value: a reference to an object."],
  ["null", "NULL", "An empty slot, kept for `self` in a call."],
  ["iterator", "↻", "An iterator or generator: it gives values one by one."],
  ["tagged", "7", "3.15: a small int in the slot itself, no object."],
];

export function legend(open: boolean): HTMLElement {
  const pictures = PICTURES.map(([path, kind, says]) => {
    const picture = svg("svg", { width: 34, height: 30, viewBox: "0 0 34 30", class: kind, "aria-hidden": "true" });
    picture.append(svg("path", { d: path }));
    return html("li", {}, picture, html("span", {}, ...prose(says)));
  });
  const boxes = BOXES.map(([kind, text, says]) => {
    const box = html("span", { class: `lab-box lab-box-${kind} lab-box-small`, "aria-hidden": "true" }, text);
    return html("li", {}, box, html("span", {}, ...prose(says)));
  });
  const bar = html("span", { class: "lab-bar", style: "--depth: 3", "aria-hidden": "true" });
  const depth = html("li", {}, bar, html("span", {}, "How many values are on the stack before the instruction."));
  const list = html("ul", { class: "lab-legend lab-legend-wide" }, ...boxes, ...pictures, depth);
  return html("details", { class: "lab-words lab-how", open }, html("summary", {}, "How to read it"), list);
}
