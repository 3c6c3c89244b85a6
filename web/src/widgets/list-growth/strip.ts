/** The array of the list as a strip of slots: used, spare, and new since the last step. */

import { picture, svg } from "../drawing/dom.ts";
import { plural } from "../drawing/number.ts";
import type { Event } from "./model.ts";

const CELL = 18;
const GAP = 3;
const MOST_CELLS = 280;

export function drawStrip(event: Event, width: number): SVGSVGElement {
  const { length, allocated } = event.after;
  const each = slotsPerCell(allocated);
  const columns = Math.max(1, Math.floor((width + GAP) / (CELL + GAP)));
  const cells = Math.ceil(allocated / each);
  const rows = Math.max(1, Math.ceil(cells / columns));
  const drawn = Array.from({ length: cells }, (_, i) =>
    cell(i, columns, usedPart(i * each, each, length, allocated), isNew(event, i * each)),
  );
  const nothing = svg(
    "text",
    { class: "metal-widget-quiet", x: 0, y: 14 },
    "no array yet: the pointer to it is NULL",
  );
  const label = `${plural(allocated, "slot")}, ${length} used, ${allocated - length} spare.`;
  return picture(width, rows * (CELL + GAP), label, ...(cells > 0 ? drawn : [nothing]));
}

/** 1, 2, 5, 10 … so that the strip never grows over some lines. */
export function slotsPerCell(allocated: number): number {
  const steps = [1, 2, 5, 10, 20, 50];
  return steps.find((step) => allocated / step <= MOST_CELLS) ?? steps.at(-1)!;
}

function usedPart(first: number, each: number, length: number, allocated: number): number {
  const present = Math.min(each, allocated - first);
  return Math.min(1, Math.max(0, (length - first) / present));
}

function isNew({ before, resizes }: Event, slot: number): boolean {
  return resizes.length > 0 && slot >= before.allocated;
}

function cell(index: number, columns: number, used: number, fresh: boolean): SVGElement {
  const x = (index % columns) * (CELL + GAP) + 0.75;
  const y = Math.floor(index / columns) * (CELL + GAP) + 0.75;
  const size = CELL - 1.5;
  const place = { x, y, width: size, height: size, rx: 3 };
  const fill = svg("rect", { ...place, width: size * used, class: "list-growth-used" });
  if (used === 1 && !fresh) return fill;
  const frame = svg("rect", {
    ...place,
    class: `list-growth-slot${fresh ? " list-growth-new" : ""}`,
  });
  return svg("g", {}, frame, ...(used > 0 ? [fill] : []));
}
