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

const HEIGHT = 26;
const GAP = { beside: 8, between: 18, most: 150 };
const LETTER = 7.6;

export function drawGraph(state: State, width: number): SVGSVGElement {
  const boxWidth = boxWidthOf(state);
  const grid = layers(state.dag);
  const pitch = (width - boxWidth - 8) / Math.max(1, grid.length - 1);
  const sideways = grid.length > 1 && pitch >= boxWidth + GAP.between;
  const places = sideways
    ? inColumns(grid, Math.min(pitch, boxWidth + GAP.most), boxWidth)
    : inRows(grid, width, boxWidth);
  const way = sideways ? rightward(boxWidth) : downward;
  const height = Math.max(...[...places.values()].map(({ y }) => y)) + HEIGHT / 2 + 4;
  const right = Math.max(...[...places.values()].map(({ x }) => x)) + boxWidth / 2 + 4;
  const phases = phasesOf(state);
  const onPath = new Set(state.path);
  return picture(
    right,
    height,
    `Task graph; the critical path is ${state.path.join(", ")}.`,
    ...edges(state, places, way),
    ...[...places.values()].map((place) =>
      box(place, boxWidth, phases.get(place.task.name)!, onPath.has(place.task.name)),
    ),
  );
}

/** Room for the longest label with its sign. */
function boxWidthOf({ dag }: State): number {
  const letters = Math.max(...dag.map(({ name, work }) => name.length + String(work).length));
  return Math.max(58, Math.ceil(letters * LETTER) + 30);
}

/** Layers from left to right, where they fit. */
function inColumns(grid: readonly Task[][], pitch: number, boxWidth: number): Map<string, Place> {
  const tallest = Math.max(...grid.map((layer) => layer.length));
  const places = grid.flatMap((layer, i) =>
    layer.map((task, j) => {
      const row = (tallest - layer.length) / 2 + j;
      return {
        task,
        x: i * pitch + boxWidth / 2 + 4,
        y: row * (HEIGHT + GAP.beside) + HEIGHT / 2 + 4,
      };
    }),
  );
  return new Map(places.map((place) => [place.task.name, place]));
}

/** Layers from top to bottom, each in as many rows as it needs. */
function inRows(grid: readonly Task[][], width: number, boxWidth: number): Map<string, Place> {
  const most = Math.max(1, Math.floor((width - 8 + GAP.beside) / (boxWidth + GAP.beside)));
  const broadest = Math.min(most, Math.max(...grid.map((layer) => layer.length)));
  const places = new Map<string, Place>();
  let y = HEIGHT / 2 + 4;
  for (const layer of grid) {
    const evenly = Math.ceil(layer.length / Math.ceil(layer.length / most));
    for (let first = 0; first < layer.length; first += evenly) {
      const row = layer.slice(first, first + evenly);
      const indent = (broadest - row.length) / 2;
      row.forEach((task, j) =>
        places.set(task.name, {
          task,
          x: (indent + j) * (boxWidth + GAP.beside) + boxWidth / 2 + 4,
          y,
        }),
      );
      y += HEIGHT + GAP.beside;
    }
    y += GAP.between - GAP.beside;
  }
  return places;
}

type Way = (from: Place, to: Place) => string;

function edges(state: State, places: ReadonlyMap<string, Place>, way: Way): SVGElement[] {
  const before = new Map(state.path.slice(1).map((name, i) => [name, state.path[i]]));
  const drawn = state.dag.flatMap(({ name, after }) =>
    after.map((other) => {
      const critical = before.get(name) === other;
      return { critical, element: edge(way(places.get(other)!, places.get(name)!), critical) };
    }),
  );
  return drawn
    .sort((a, b) => Number(a.critical) - Number(b.critical))
    .map(({ element }) => element);
}

function edge(d: string, critical: boolean): SVGElement {
  return svg("path", {
    class: `work-span-scheduler-edge${critical ? " work-span-scheduler-critical" : ""}`,
    d,
  });
}

function downward(from: Place, to: Place): string {
  const [y1, y2] = [from.y + HEIGHT / 2, to.y - HEIGHT / 2];
  return `M${from.x} ${y1}C${from.x} ${(y1 + y2) / 2} ${to.x} ${(y1 + y2) / 2} ${to.x} ${y2}`;
}

function rightward(boxWidth: number): Way {
  return (from, to) => {
    const [x1, x2] = [from.x + boxWidth / 2, to.x - boxWidth / 2];
    return `M${x1} ${from.y}C${(x1 + x2) / 2} ${from.y} ${(x1 + x2) / 2} ${to.y} ${x2} ${to.y}`;
  };
}

function box({ task, x, y }: Place, boxWidth: number, phase: Phase, critical: boolean): SVGElement {
  const sign = { waiting: "", running: "▸ ", done: "✓ " }[phase];
  const kind = `work-span-scheduler-task work-span-scheduler-${phase}${critical ? " work-span-scheduler-critical" : ""}`;
  const work = svg("tspan", { class: "work-span-scheduler-work" }, plain(task.work));
  return svg(
    "g",
    { class: kind },
    svg("rect", { x: x - boxWidth / 2, y: y - HEIGHT / 2, width: boxWidth, height: HEIGHT, rx: 6 }),
    svg("text", { x, y: y + 4.5, "text-anchor": "middle" }, `${sign}${task.name} `, work),
    svg(
      "title",
      {},
      `${task.name}: ${plain(task.work)} units, ${phase}${critical ? ", on the critical path" : ""}`,
    ),
  );
}

export function phasesOf(state: State): ReadonlyMap<string, Phase> {
  const now = timeNow(state);
  return new Map(
    state.schedule.slots.map(({ task, start, end }) => [
      task,
      end <= now ? "done" : start <= now ? "running" : "waiting",
    ]),
  );
}
