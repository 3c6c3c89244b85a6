// A picture of the noise: one mark a round, the middle half as a band, the median as a line.
import type { Side, Timing } from "./document.ts";
import { inUnit, unitOf } from "./figures.ts";

const SVG = "http://www.w3.org/2000/svg";
const MOST_WIDTH = 640;
const LEFT = 62;
const RIGHT = 12;
const ROW = 30;

/** As wide as its place, so that text keeps its size. For the eye only: the table has the figures. */
export function strip(sides: [Side, Side], room: number): SVGElement | null {
  const width = Math.min(MOST_WIDTH, room);
  const times = sides.map(({ time }) => time).filter((time) => time !== undefined);
  if (times.length < 2) return null;
  const samples = times.flatMap(({ samples_s }) => samples_s);
  const scale = scaleOf(Math.min(...samples), Math.max(...samples), width);
  const picture = make("svg", {
    width,
    height: 2 * ROW + 24,
    class: "compare-strip",
    "aria-hidden": "true",
  });
  picture.append(...times.map((time, place) => row(time, place, scale)), axis(scale));
  return picture;
}

interface Scale {
  low: number;
  high: number;
  right: number;
  x(seconds: number): number;
}

/** From zero when the spread is a good part of the times, else around them. */
function scaleOf(least: number, most: number, width: number): Scale {
  const low = most > 2 * least ? 0 : least - (most - least) * 0.1;
  const high = most + (most - low) * 0.05 || 1;
  const right = width - RIGHT;
  const x = (seconds: number): number => LEFT + ((seconds - low) / (high - low)) * (right - LEFT);
  return { low, high, right, x };
}

function row(time: Timing, place: number, { x }: Scale): SVGElement {
  const group = make("g", {
    class: place === 0 ? "compare-first" : "compare-second",
    transform: `translate(0 ${place * ROW})`,
  });
  const name = make("text", { x: 0, y: ROW / 2 + 4 });
  name.append(place === 0 ? "First" : "Second");
  const [low, high] = [x(time.low_s), x(time.high_s)];
  group.append(
    name,
    make("rect", { class: "compare-half", x: low, y: 5, width: Math.max(high - low, 1), height: ROW - 10 }),
    ...time.samples_s.map((sample, round) => mark(x(sample), place, round)),
    make("line", { class: "compare-median", x1: x(time.median_s), x2: x(time.median_s), y1: 2, y2: ROW - 2 }),
  );
  return group;
}

/** Circles for the first, squares for the second; spread a little, so that equals are seen. */
function mark(x: number, place: number, round: number): SVGElement {
  const y = ROW / 2 + ((round % 5) - 2) * 3;
  if (place === 0) return make("circle", { cx: x, cy: y, r: 2.8 });
  return make("rect", { x: x - 2.5, y: y - 2.5, width: 5, height: 5 });
}

function axis({ low, high, right, x }: Scale): SVGElement {
  const group = make("g", { class: "compare-axis" });
  const unit = unitOf(high);
  const y = 2 * ROW;
  group.append(make("line", { x1: LEFT, x2: right, y1: y + 2, y2: y + 2 }));
  for (const share of [0, 0.5, 1]) {
    const at = low + (high - low) * share;
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    const label = make("text", { x: x(at), y: y + 18, "text-anchor": anchor });
    label.append(`${inUnit(at, unit)} ${unit.name}`);
    group.append(label);
  }
  return group;
}

function make(tag: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
