/** The task graph in layers: what waits, what runs, what is done, and the critical path. */

import { picture, svg } from "../drawing/dom.ts";
import { plain } from "../drawing/number.ts";
import { layers } from "./dag.ts";
import type { Task } from "./dag.ts";
import { timeNow } from "./model.ts";
import type { State } from "./model.ts";

export type Phase = "waiting" | "running" | "done";

interface Place {
  readonly task: Task;
  readonly x: number;
  readonly y: number;
}

const BOX = { width: 58, height: 26 };
const GAP = { along: 30, across: 8, most: 150 };

export function drawGraph(state: State, width: number): SVGSVGElement {
  const grid = layers(state.dag);
  const places = placed(grid, width);
  const height = Math.max(...[...places.values()].map(({ y }) => y)) + BOX.height / 2 + 6;
  const right = Math.max(...[...places.values()].map(({ x }) => x)) + BOX.width / 2 + 4;
  const used = Math.min(width, right);
  const phases = phasesOf(state);
  const onPath = new Set(state.path);
  return picture(
    used,
    height,
    `Task graph; the critical path is ${state.path.join(", ")}.`,
    ...edges(state, places, onPath),
    ...[...places.values()].map((place) => box(place, phases.get(place.task.name)!, onPath.has(place.task.name))),
  );
}

/** Layers go from left to right where they fit, else from top to bottom. */
function placed(grid: readonly Task[][], width: number): Map<string, Place> {
  const broadest = Math.max(...grid.map((layer) => layer.length));
  const sideways = (width - BOX.width - 8) / Math.max(1, grid.length - 1);
  const across = (width - BOX.width - 8) / Math.max(1, broadest - 1);
  const fitsSideways = sideways >= BOX.width + 14;
  const places = new Map<string, Place>();
  grid.forEach((layer, i) =>
    layer.forEach((task, j) => {
      const middle = (broadest - layer.length) / 2 + j;
      const place = fitsSideways
        ? { x: i * Math.min(sideways, BOX.width + GAP.most), y: middle * (BOX.height + GAP.across) }
        : { x: middle * Math.min(across, BOX.width + GAP.along), y: i * (BOX.height + 18) };
      places.set(task.name, { task, x: place.x + BOX.width / 2 + 4, y: place.y + BOX.height / 2 + 4 });
    }),
  );
  return places;
}

function edges(state: State, places: ReadonlyMap<string, Place>, onPath: ReadonlySet<string>): SVGElement[] {
  const next = new Map(state.path.slice(1).map((name, i) => [name, state.path[i]]));
  const drawn = state.dag.flatMap(({ name, after }) =>
    after.map((other) => {
      const critical = onPath.has(name) && next.get(name) === other;
      return { critical, element: edge(places.get(other)!, places.get(name)!, critical) };
    }),
  );
  return drawn.sort((a, b) => Number(a.critical) - Number(b.critical)).map(({ element }) => element);
}

function edge(from: Place, to: Place, critical: boolean): SVGElement {
  const level = Math.abs(to.x - from.x) > BOX.width;
  const [x1, y1] = level ? [from.x + BOX.width / 2, from.y] : [from.x, from.y + BOX.height / 2];
  const [x2, y2] = level ? [to.x - BOX.width / 2, to.y] : [to.x, to.y - BOX.height / 2];
  const bend = level ? `C${(x1 + x2) / 2} ${y1} ${(x1 + x2) / 2} ${y2}` : `C${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2}`;
  const kind = critical ? "work-span-scheduler-critical" : "";
  return svg("path", { class: `work-span-scheduler-edge ${kind}`, d: `M${x1} ${y1}${bend} ${x2} ${y2}` });
}

function box({ task, x, y }: Place, phase: Phase, critical: boolean): SVGElement {
  const sign = { waiting: "", running: "▸ ", done: "✓ " }[phase];
  const kind = `work-span-scheduler-task work-span-scheduler-${phase}${critical ? " work-span-scheduler-critical" : ""}`;
  const corner = { x: x - BOX.width / 2, y: y - BOX.height / 2, rx: 6 };
  return svg(
    "g",
    { class: kind },
    svg("rect", { ...corner, width: BOX.width, height: BOX.height }),
    svg("text", { x, y: y + 4.5, "text-anchor": "middle" }, `${sign}${task.name} `, svg("tspan", { class: "work-span-scheduler-work" }, plain(task.work))),
    svg("title", {}, `${task.name}: ${plain(task.work)} units, ${phase}${critical ? ", on the critical path" : ""}`),
  );
}

export function phasesOf(state: State): ReadonlyMap<string, Phase> {
  const now = timeNow(state);
  return new Map(
    state.schedule.slots.map(({ task, start, end }) => [task, end <= now ? "done" : start <= now ? "running" : "waiting"]),
  );
}
