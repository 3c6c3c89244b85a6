/** Who runs what and when: one row a worker, time to the right, a line at the present moment. */

import { picture, svg } from "../drawing/dom.ts";
import { plain } from "../drawing/number.ts";
import { linear } from "../drawing/scale.ts";
import type { Scale } from "../drawing/scale.ts";
import { phasesOf } from "./graph.ts";
import type { Phase } from "./graph.ts";
import { moments, timeNow } from "./model.ts";
import type { State } from "./model.ts";
import type { Slot } from "./schedule.ts";

const ROW = 32;
const TOP = 8;
const NARROW = 480;
const LETTER = 7.3;

export function drawGantt(state: State, width: number): SVGSVGElement {
  const { schedule, path } = state;
  const bottom = TOP + schedule.workers * ROW;
  const left = width < NARROW ? 30 : 66;
  const time = linear(
    [0, schedule.makespan],
    [left, width - 12],
    Math.max(3, Math.floor(width / 80)),
  );
  const phases = phasesOf(state);
  const walking = state.at < moments(schedule).length - 1;
  return picture(
    width,
    bottom + 42,
    "Schedule: one row for each worker; the table below has its times.",
    ...Array.from({ length: schedule.workers }, (_, i) => row(i, left, width)),
    ...timeAxis(time, bottom),
    ...schedule.slots.map((slot) =>
      bar(slot, time, phases.get(slot.task)!, path.includes(slot.task)),
    ),
    ...(walking ? [nowLine(time(timeNow(state)), bottom)] : []),
  );
}

function row(worker: number, left: number, width: number): SVGElement {
  const name = width < NARROW ? `w${worker + 1}` : `worker ${worker + 1}`;
  const y = TOP + worker * ROW + ROW / 2;
  return svg(
    "g",
    {},
    svg("text", { class: "metal-widget-quiet", x: 0, y: y + 4.5 }, name),
    svg("line", { class: "work-span-scheduler-idle", x1: left, x2: width - 12, y1: y, y2: y }),
  );
}

function timeAxis(time: Scale, bottom: number): SVGElement[] {
  const [, end] = time.domain;
  const shown = time.ticks.filter((tick) => tick === 0 || time(end) - time(tick) > 30);
  const ticks = [...new Set([...shown, end])].flatMap((tick) => [
    svg("line", {
      class: "metal-widget-axis",
      x1: time(tick),
      x2: time(tick),
      y1: bottom,
      y2: bottom + 5,
    }),
    svg(
      "text",
      {
        x: time(tick),
        y: bottom + 19,
        "text-anchor": "middle",
        "font-weight": tick === end ? "bold" : null,
      },
      plain(tick),
    ),
  ]);
  const line = svg("line", {
    class: "metal-widget-axis",
    x1: time(0),
    x2: time(end),
    y1: bottom,
    y2: bottom,
  });
  const title = svg(
    "text",
    { x: time(end), y: bottom + 37, "text-anchor": "end" },
    "time in units",
  );
  return [svg("g", { class: "metal-widget-axes" }, line, ...ticks, title)];
}

function bar(
  { task, worker, start, end }: Slot,
  time: Scale,
  phase: Phase,
  critical: boolean,
): SVGElement {
  const y = TOP + worker * ROW + 3;
  const width = time(end) - time(start);
  const kind = `work-span-scheduler-task work-span-scheduler-${phase}${critical ? " work-span-scheduler-critical" : ""}`;
  const fits = width >= task.length * LETTER + 4;
  const name = svg(
    "text",
    { x: (time(start) + time(end)) / 2, y: y + 17.5, "text-anchor": "middle" },
    task,
  );
  return svg(
    "g",
    { class: kind },
    svg("rect", { x: time(start) + 1, y, width: Math.max(1, width - 2), height: ROW - 6, rx: 4 }),
    ...(fits ? [name] : []),
    svg("title", {}, `${task}: worker ${worker + 1}, from ${start} to ${end}`),
  );
}

function nowLine(x: number, bottom: number): SVGElement {
  return svg("path", { class: "work-span-scheduler-now", d: `M${x} ${TOP - 6}V${bottom + 5}` });
}
