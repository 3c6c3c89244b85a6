/** Speed-up over the number of workers, between what is possible and what greed guarantees. */

import { axes, mark } from "../drawing/axes.ts";
import { picture, svg } from "../drawing/dom.ts";
import { factor, plain } from "../drawing/number.ts";
import { linear, pathOf } from "../drawing/scale.ts";
import type { Scale } from "../drawing/scale.ts";
import { MOST_WORKERS, bestOf, curveOf, speedup } from "./model.ts";
import type { State } from "./model.ts";

export function drawCurve(state: State, width: number): SVGSVGElement {
  const schedules = curveOf(state);
  const points = schedules.map((made) => [made.workers, speedup(state, made)] as const);
  const box = {
    left: 42,
    right: width - 12,
    top: 26,
    bottom: Math.round(Math.min(230, Math.max(180, width * 0.35))),
  };
  const x = linear([0.5, MOST_WORKERS + 0.5], [box.left, box.right], MOST_WORKERS);
  const y = linear(
    [0, Math.max(2, ...points.map(([, gain]) => gain)) * 1.15],
    [box.bottom, box.top],
    4,
  );
  const at = points[state.workers - 1]!;
  const best = bestOf(schedules);
  return picture(
    width,
    box.bottom + 44,
    "Graph of the speed-up over the number of workers; the table below has its values.",
    axes(box, x, y, { x: "workers", y: "speed-up" }),
    perfect(x, y),
    svg("path", {
      class: "work-span-scheduler-line",
      d: pathOf(points.map(([n, gain]) => [x(n), y(gain)])),
    }),
    ...points.map(([n, gain]) =>
      svg("circle", { class: "work-span-scheduler-point", cx: x(n), cy: y(gain), r: 3 }),
    ),
    ...bestSign(best.workers, speedup(state, best), x, y),
    mark("circle", x(at[0]), y(at[1]), "work-span-scheduler-here"),
  );
}

function perfect(x: Scale, y: Scale): SVGElement {
  const end = Math.min(MOST_WORKERS, y.domain[1]);
  return svg("path", {
    class: "work-span-scheduler-perfect",
    d: pathOf([
      [x(1), y(1)],
      [x(end), y(end)],
    ]),
  });
}

function bestSign(workers: number, gain: number, x: Scale, y: Scale): SVGElement[] {
  const anchor = workers === 1 ? "start" : workers === MOST_WORKERS ? "end" : "middle";
  const text = `best: ${factor(gain)} on ${plain(workers)}`;
  return [svg("text", { x: x(workers), y: y(gain) - 12, "text-anchor": anchor }, text)];
}
