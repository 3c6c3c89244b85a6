/** The frame of a graph: grid, labels of both axes, and their titles. */

import { svg } from "./dom.ts";
import { plain } from "./number.ts";
import type { Scale } from "./scale.ts";

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface AxisTexts {
  readonly x: string;
  readonly y: string;
  /** How a tick is written, where a plain number would not do. */
  readonly xTick?: (value: number) => string;
  readonly yTick?: (value: number) => string;
}

export function axes(box: Box, x: Scale, y: Scale, titles: AxisTexts): SVGGElement {
  const { left, right, top, bottom } = box;
  const { xTick = plain, yTick = plain } = titles;
  const rows = y.ticks.flatMap((tick) => [
    svg("line", { class: "metal-widget-grid", x1: left, x2: right, y1: y(tick), y2: y(tick) }),
    svg("text", { x: left - 7, y: y(tick) + 4, "text-anchor": "end" }, yTick(tick)),
  ]);
  const columns = x.ticks.flatMap((tick) => [
    svg("line", {
      class: "metal-widget-axis",
      x1: x(tick),
      x2: x(tick),
      y1: bottom,
      y2: bottom + 4,
    }),
    svg("text", { x: x(tick), y: bottom + 18, "text-anchor": "middle" }, xTick(tick)),
  ]);
  return svg(
    "g",
    { class: "metal-widget-axes" },
    ...rows,
    svg("line", { class: "metal-widget-axis", x1: left, x2: right, y1: bottom, y2: bottom }),
    ...columns,
    svg("text", { x: right, y: bottom + 36, "text-anchor": "end" }, titles.x),
    svg("text", { x: 2, y: top - 10 }, titles.y),
  );
}

/** A sign that differs by shape, so that colour is never alone. */
export function mark(
  shape: "circle" | "square" | "diamond",
  x: number,
  y: number,
  className: string,
): SVGElement {
  const common = { class: `metal-widget-mark ${className}` };
  if (shape === "circle") return svg("circle", { ...common, cx: x, cy: y, r: 5.5 });
  const turn = shape === "diamond" ? `rotate(45 ${x} ${y})` : null;
  return svg("rect", { ...common, x: x - 5, y: y - 5, width: 10, height: 10, transform: turn });
}
