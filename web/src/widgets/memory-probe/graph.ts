/** The ladder on two logarithmic axes: a dot a size, the fit, and a band for each knee. */

import type { ReportedCache } from "../../machine/caches.ts";
import { size } from "../../machine/figures.ts";
import { type Box, axes } from "../drawing/axes.ts";
import { picture, svg } from "../drawing/dom.ts";
import { plain } from "../drawing/number.ts";
import { type Scale, logarithmic, pathOf } from "../drawing/scale.ts";
import { type Knee, type Point, undisturbed } from "./knees.ts";
import { rough } from "./model.ts";

const HEIGHT = 336;
const MARGIN = { left: 52, right: 14, top: 68, bottom: 46 };
/** Room that half a name of a knee needs beside its band. */
const HALF_NAME = 38;
const EMPTY_SECONDS = [1e-9, 128e-9] as const;
const EMPTY_BYTES = [2 ** 12, 2 ** 26] as const;

export function drawLadder(
  points: readonly Point[],
  knees: readonly Knee[],
  reported: readonly ReportedCache[],
  width: number,
  label: string,
): SVGSVGElement {
  const box = {
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: MARGIN.top,
    bottom: HEIGHT - MARGIN.bottom,
  };
  const x = logarithmic(
    span(
      points.map(({ bytes }) => bytes),
      EMPTY_BYTES,
    ),
    [box.left, box.right],
    width / 70,
  );
  const times = span(
    points.map(({ seconds }) => seconds),
    EMPTY_SECONDS,
  );
  const y = logarithmic([times[0] * 1e9 * 0.8, times[1] * 1e9 * 1.25], [box.bottom, box.top], 8);
  // the names of the knees stand where this title would
  const titles = { x: "memory walked over", y: "", xTick: size };
  const vertical = svg(
    "text",
    { class: "metal-widget-quiet", x: 2, y: 14 },
    "nanoseconds for one load",
  );
  return picture(
    width,
    HEIGHT,
    label,
    vertical,
    ...knees.flatMap((knee, index) => band(knee, index, x, box)),
    axes(box, x, y, titles),
    ...reported.flatMap((cache) => tick(cache, x, box)),
    ...(points.length > 1 ? [fitLine(points, x, y)] : []),
    ...points.map(({ bytes, seconds }) => dot(bytes, seconds, x, y)),
  );
}

function span(values: readonly number[], empty: readonly [number, number]): [number, number] {
  if (values.length < 2) return [...empty];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [low, Math.max(high, 2 * low)];
}

/** A stretch, its two edges and its words: told apart without colour. */
function band(
  { fromBytes, toBytes, bytes }: Knee,
  index: number,
  x: Scale,
  box: Box,
): SVGElement[] {
  const { top, bottom } = box;
  const [left, right] = [x(fromBytes), x(toBytes)];
  const middle = Math.min((left + right) / 2, box.right + MARGIN.right - HALF_NAME);
  const words = { x: middle, y: top - 6 - (index % 2) * 16, "text-anchor": "middle" };
  return [
    svg("rect", {
      class: "memory-probe-band",
      x: left,
      y: top,
      width: Math.max(2, right - left),
      height: bottom - top,
    }),
    svg("line", { class: "memory-probe-knee", x1: x(bytes), x2: x(bytes), y1: top, y2: bottom }),
    svg("text", { ...words, class: "memory-probe-name" }, `≈ ${rough(bytes)}`),
  ];
}

/** Where the reader's report says that a cache ends; none beyond the ladder. */
function tick({ name, bytes }: ReportedCache, x: Scale, { bottom }: Box): SVGElement[] {
  const [low, high] = x.domain;
  if (bytes < low || bytes > high) return [];
  const at = x(bytes);
  const shape = `M${at} ${bottom}l-5 -8h10z`;
  const words = { x: at, y: bottom - 12, "text-anchor": "middle", class: "metal-widget-quiet" };
  return [svg("path", { class: "memory-probe-reported", d: shape }), svg("text", words, name)];
}

function fitLine(points: readonly Point[], x: Scale, y: Scale): SVGElement {
  const corners = undisturbed(points).map(
    ({ bytes, seconds }) => [x(bytes), y(seconds * 1e9)] as const,
  );
  return svg("path", { class: "memory-probe-fit", d: pathOf(corners) });
}

function dot(bytes: number, seconds: number, x: Scale, y: Scale): SVGElement {
  const said = svg("title", {}, `${size(bytes)}: ${plain(seconds * 1e9)} ns`);
  return svg(
    "circle",
    { class: "memory-probe-dot", cx: x(bytes), cy: y(seconds * 1e9), r: 3 },
    said,
  );
}
