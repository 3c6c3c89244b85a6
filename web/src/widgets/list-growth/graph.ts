/** Slots over length while appending: the stairs of 3.9 and later, and those of 3.8. */

import { axes, mark } from "../drawing/axes.ts";
import { picture, svg } from "../drawing/dom.ts";
import { linear, pathOf } from "../drawing/scale.ts";
import type { Scale } from "../drawing/scale.ts";
import type { State } from "./model.ts";
import { growthRule, growthRule38, stairs } from "./rules.ts";

const SHORTEST = 40;

export function drawGraph({ length, allocated }: State, width: number): SVGSVGElement {
  const longest = Math.max(SHORTEST, Math.ceil((length * 1.25) / 20) * 20);
  const highest = Math.max(growthRule38(longest), allocated);
  const box = {
    left: 48,
    right: width - 12,
    top: 26,
    bottom: Math.round(Math.min(270, Math.max(200, width * 0.42))),
  };
  const x = linear([0, longest], [box.left, box.right], Math.max(4, Math.floor(width / 90)));
  const y = linear([0, highest * 1.08], [box.bottom, box.top], 5);
  return picture(
    width,
    box.bottom + 44,
    "Graph of the slots over the length of a list that grows by append; the two rules and the present list.",
    axes(box, x, y, { x: "length of the list", y: "slots" }),
    svg("path", {
      class: "list-growth-just",
      d: pathOf([
        [x(0), y(0)],
        [x(longest), y(longest)],
      ]),
    }),
    svg("path", { class: "list-growth-old", d: stairsPath(growthRule38, longest, x, y) }),
    svg("path", { class: "list-growth-now", d: stairsPath(growthRule, longest, x, y) }),
    svg("path", { class: "list-growth-drop", d: `M${x(length)} ${box.bottom}V${y(allocated)}` }),
    mark("circle", x(length), y(allocated), "list-growth-here"),
  );
}

function stairsPath(rule: (wanted: number) => number, longest: number, x: Scale, y: Scale): string {
  const points: [number, number][] = [[x(0), y(0)]];
  let height = 0;
  for (const [length, capacity] of stairs(rule, longest)) {
    points.push([x(length), y(height)], [x(length), y(capacity)]);
    height = capacity;
  }
  points.push([x(longest), y(height)]);
  return pathOf(points);
}
