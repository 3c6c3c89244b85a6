/** Speed-up over workers: the workers double from mark to mark, the curves are the three laws. */

import { axes, mark } from "../drawing/axes.ts";
import type { Box } from "../drawing/axes.ts";
import { picture, svg } from "../drawing/dom.ts";
import { factor, plain } from "../drawing/number.ts";
import { linear, logarithmic, pathOf } from "../drawing/scale.ts";
import type { Scale } from "../drawing/scale.ts";
import { read } from "./model.ts";
import type { Curve, Reading, State } from "./model.ts";

export const SHAPES = { amdahl: "circle", gustafson: "square", usl: "diamond" } as const;

const POINTS = 96;
const HALF_LABEL = 56;
const TOP = 26;

export interface Frame {
  readonly box: Box;
  readonly x: Scale;
  readonly y: Scale;
}

export function drawChart(state: State, width: number, most: number): SVGSVGElement {
  const frame = frameOf(state, width, most);
  const { box, x, y } = frame;
  const reading = read(state);
  const what = state.subject === "part" ? "times faster, the part" : "workers";
  const yTitle = state.show.includes("gustafson") ? "speed-up (doublings)" : "speed-up";
  const parts = [
    axes(box, x, y, { x: what, y: yTitle }),
    svg("line", {
      class: "amdahl-sliders-now",
      x1: x(state.workers),
      x2: x(state.workers),
      y1: box.top,
      y2: box.bottom,
    }),
    ...idealLine(frame),
    ...ceilingLine(state, reading, frame),
    ...state.show.map((curve) => curveLine(state, curve, frame)),
    ...peakSign(state, reading, frame),
    ...state.show.map((curve) =>
      mark(SHAPES[curve], x(state.workers), y(reading[curve]), `amdahl-sliders-${curve}`),
    ),
  ];
  return picture(
    width,
    box.bottom + 44,
    "Graph of the speed-up; the table below has its values.",
    ...parts,
  );
}

function frameOf(state: State, width: number, most: number): Frame {
  const bottom = Math.round(Math.min(330, Math.max(220, width * 0.5)));
  const y = verticalScale(state, most, [bottom, TOP]);
  const longest = Math.max(...y.ticks.map((tick) => plain(tick).length));
  const box = { left: Math.max(42, longest * 8 + 10), right: width - 12, top: TOP, bottom };
  const xTicks = Math.max(3, Math.floor((box.right - box.left) / 44));
  return { box, x: logarithmic([1, most], [box.left, box.right], xTicks), y };
}

function verticalScale(state: State, most: number, range: readonly [number, number]): Scale {
  const shown = state.show.flatMap((curve) =>
    samples(most).map((workers) => read(state, workers)[curve]),
  );
  const highest = Math.max(1.5, ...shown);
  const top = reachesCeiling(state, highest) ? Math.max(highest, read(state).ceiling) : highest;
  if (!state.show.includes("gustafson")) return linear([0, top * 1.1], range);
  const lowest = Math.min(1, ...shown);
  return logarithmic([2 ** Math.floor(Math.log2(lowest)), top * 1.2], range, 8);
}

/** A ceiling far above the curves would flatten them; the caption says it instead. */
function reachesCeiling(state: State, highest: number): boolean {
  return read(state).ceiling <= highest * 1.8;
}

function samples(most: number): number[] {
  return Array.from({ length: POINTS + 1 }, (_, i) => most ** (i / POINTS));
}

function curveLine(state: State, curve: Curve, { x, y }: Frame): SVGElement {
  const most = x.domain[1];
  const points = samples(most).map(
    (workers) => [x(workers), y(read(state, workers)[curve])] as const,
  );
  return svg("path", { class: `amdahl-sliders-line amdahl-sliders-${curve}`, d: pathOf(points) });
}

function idealLine({ box, x, y }: Frame): SVGElement[] {
  const end = Math.min(x.domain[1], y.domain[1]);
  const points = samples(end).map((n) => [x(n), y(Math.max(n, y.domain[0]))] as const);
  const high = box.top + 0.3 * (box.bottom - box.top);
  const [textX, textY] = points.find(([, height]) => height < high) ?? points.at(-1)!;
  return [
    svg("path", { class: "amdahl-sliders-ideal", d: pathOf(points) }),
    svg(
      "text",
      { class: "metal-widget-quiet", x: textX - 9, y: textY, "text-anchor": "end" },
      "perfect",
    ),
  ];
}

function ceilingLine(state: State, { ceiling }: Reading, { box, x, y }: Frame): SVGElement[] {
  if (!state.show.includes("amdahl") || ceiling > y.domain[1]) return [];
  const height = y(ceiling);
  return [
    svg("line", {
      class: "amdahl-sliders-ceiling",
      x1: box.left,
      x2: box.right,
      y1: height,
      y2: height,
    }),
    svg(
      "text",
      { class: "amdahl-sliders-ceiling-text", x: x(1) + 6, y: height - 6 },
      `ceiling ${factor(ceiling)}`,
    ),
  ];
}

function peakSign(
  state: State,
  { peakWorkers, peakSpeedup }: Reading,
  { box, x, y }: Frame,
): SVGElement[] {
  const seen = state.show.includes("usl") && state.coherency > 0 && peakWorkers <= x.domain[1];
  if (!seen) return [];
  const [px, py] = [x(peakWorkers), y(peakSpeedup)];
  const middle = Math.min(box.right - HALF_LABEL, Math.max(box.left + HALF_LABEL, px));
  return [
    svg("path", { class: "amdahl-sliders-peak", d: `M${px} ${py + 8}v10` }),
    svg(
      "text",
      { class: "amdahl-sliders-usl-text", x: middle, y: py + 32, "text-anchor": "middle" },
      `best: ${plain(peakWorkers)} workers`,
    ),
  ];
}
