// The control-flow graph: blocks with their instructions, edges told apart by dash and word.
import { html, svg } from "../widgets/drawing/dom.ts";
import { boxed } from "./flow-box.ts";
import { type Box, laidOut, type Layout, type Point } from "./flow-layout.ts";
import { meaning } from "./meaning.ts";
import type { Block, CodeObject, Flow, FlowEdge, Instruction } from "./schema.ts";

const LINE = 17;
const CHARACTER = 7.3;
const PAD = 10;
const HEAD = 20;
const MOST_LINES = 14;
const LONGEST_LINE = 44;
const MOST_BLOCKS = 150;
const KINDS: Record<string, string> = {
  next: "goes on",
  jump: "jump",
  exception: "exception",
};

export interface FlowEvents {
  hover(index: number | null): void;
  choose(index: number): void;
}

export function flowOf(code: CodeObject, events: FlowEvents): HTMLElement[] {
  const { flow } = code;
  if (flow === undefined || flow.blocks.length === 0) {
    return [html("p", { class: "lab-quiet" }, "This document has no flow graph.")];
  }
  const inside = flow.blocks.map((block) => instructionsOf(code, block));
  if (flow.blocks.length > MOST_BLOCKS) {
    const why = `${flow.blocks.length} blocks are too many for a picture that could be read; here they are in words.`;
    return [html("p", { class: "lab-caption" }, why), inWords(flow, inside, true)];
  }
  const sizes = inside.map((each, place) => sizeOf(each, headOf(flow.blocks[place]!, place)));
  const drawn = { ...flow, edges: flow.edges.filter(({ target, source }) => flow.blocks[target] && flow.blocks[source]) };
  const layout = laidOut(sizes, drawn.edges);
  const picture = draw(code, drawn, inside, layout, events);
  return [legend(drawn), ...boxed(picture, layout), inWords(drawn, inside, false)];
}

function instructionsOf({ instructions }: CodeObject, { start, end }: Block): Instruction[] {
  return instructions.filter(({ offset }) => start <= offset && offset < end);
}

function sizeOf(instructions: readonly Instruction[], head: string): { width: number; height: number } {
  const texts = linesOf(instructions);
  const longest = Math.max(8, head.length, ...texts.map((text) => text.length));
  return { width: longest * CHARACTER + 2 * PAD, height: texts.length * LINE + HEAD + PAD };
}

function linesOf(instructions: readonly Instruction[]): string[] {
  const texts = instructions.map((each) => {
    const text = `${each.opname} ${meaning(each)}`.trim();
    return text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE - 1)}…`;
  });
  if (texts.length <= MOST_LINES) return texts;
  const left = texts.length - MOST_LINES + 1;
  return [...texts.slice(0, MOST_LINES - 1), `… ${left} more`];
}

export function nameOf({ label }: Block, place: number): string {
  return label ?? (place === 0 ? "start" : `block ${place}`);
}

const ENDS: Record<string, string> = { return: "returns", raise: "raises" };

function headOf(block: Block, place: number): string {
  const more = [block.handler ? "handler" : "", ENDS[block.ends] ?? "", block.reached ? "" : "never reached"];
  return [nameOf(block, place), ...more.filter(Boolean)].join(" · ");
}

function draw(
  code: CodeObject,
  flow: Flow,
  inside: readonly Instruction[][],
  { boxes, routes, width, height }: Layout,
  events: FlowEvents,
): SVGSVGElement {
  const places = labels(flow.edges, routes);
  const edges = flow.edges.map((edge, index) => edgeOf(edge, routes[index]!, places[index]!));
  const blocks = flow.blocks.map((block, place) =>
    blockOf(code, block, place, inside[place]!, boxes[place]!, events),
  );
  return svg(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, class: "lab-graph", "aria-hidden": "true" },
    ...edges,
    ...blocks,
  );
}

function edgeOf({ kind }: FlowEdge, route: readonly Point[], label: Label): SVGElement {
  const [x, y] = route.at(-1)!;
  const tip = `M${x - 4} ${y - 7}L${x} ${y - 1}L${x + 4} ${y - 7}`;
  return svg(
    "g",
    { class: `lab-edge lab-edge-${kind}` },
    svg("path", { d: rounded(route) }),
    svg("path", { d: tip, class: "lab-tip" }),
    svg("text", { x: label.x, y: label.y, "text-anchor": label.left ? "end" : "start" }, KINDS[kind] ?? kind),
  );
}

/** Where the words of an edge stand: beside its line, on the side away from its siblings. */
interface Label {
  x: number;
  y: number;
  left: boolean;
}

/** Siblings are the edges of one block: outer ones speak outwards, those between lower down. */
function labels(edges: readonly FlowEdge[], routes: readonly (readonly Point[])[]): Label[] {
  return edges.map((edge, index) => {
    const siblings = edges.flatMap((other, at) => (other.source === edge.source ? [at] : []));
    siblings.sort((a, b) => routes[a]![0]![0] - routes[b]![0]![0]);
    const order = siblings.indexOf(index);
    const outer = order === 0 || order === siblings.length - 1;
    const left = order === 0 && siblings.length > 1;
    const y = routes[index]![0]![1] + (outer ? 15 : 15 + 13 * order);
    return { x: acrossAt(routes[index]!, y) + (left ? -6 : 6), y, left };
  });
}

/** Where a route is at a height; a single slanted edge is the curve that `straight` draws. */
function acrossAt(route: readonly Point[], y: number): number {
  const [[x1, y1], [x2, y2]] = [route[0]!, route[1]!];
  const t = Math.min(Math.max((y - y1) / (y2 - y1 || 1), 0), 1);
  return route.length === 2 ? x1 + (x2 - x1) * (3 * t * t - 2 * t * t * t) : x1 + (x2 - x1) * t;
}

/** Through all corners, each rounded off: straight where the edge is straight. */
function rounded(route: readonly Point[]): string {
  const [first, ...rest] = route;
  let path = `M${first![0]} ${first![1]}`;
  for (const [at, [x, y]] of rest.entries()) {
    const before = route[at]!;
    const after = rest[at + 1];
    if (after === undefined) {
      path += straight(before, [x, y], rest.length === 1) + `L${x} ${y}`;
      continue;
    }
    const near = towards([x, y], before);
    const far = towards([x, y], after);
    path += `L${near[0]} ${near[1]}Q${x} ${y} ${far[0]} ${far[1]}`;
  }
  return path;
}

/** A single slanted edge leaves and arrives upright. */
function straight([x1, y1]: Point, [x2, y2]: Point, alone: boolean): string {
  if (!alone || Math.abs(x1 - x2) < 2) return "";
  const middle = (y1 + y2) / 2;
  return `C${x1} ${middle} ${x2} ${middle} ${x2} ${y2 - 8}`;
}

function towards([x, y]: Point, [toX, toY]: Point): Point {
  const length = Math.hypot(toX - x, toY - y);
  const step = Math.min(10, length / 2);
  return length === 0 ? [x, y] : [x + ((toX - x) * step) / length, y + ((toY - y) * step) / length];
}

function blockOf(
  code: CodeObject,
  block: Block,
  place: number,
  instructions: readonly Instruction[],
  { x, y, width, height }: Box,
  events: FlowEvents,
): SVGElement {
  const group = svg("g", { class: block.handler ? "lab-block lab-block-handler" : "lab-block" });
  group.append(
    svg("rect", { x, y, width, height, rx: 6 }),
    svg("text", { x: x + PAD, y: y + 15, class: "lab-block-name" }, headOf(block, place)),
  );
  for (const [row, text] of linesOf(instructions).entries()) {
    const index = code.instructions.indexOf(instructions[row]!);
    const line = svg("text", { x: x + PAD, y: y + HEAD + row * LINE + 13, "data-index": index }, text);
    line.addEventListener("pointerenter", () => events.hover(index));
    line.addEventListener("pointerleave", () => events.hover(null));
    line.addEventListener("click", () => events.choose(index));
    group.append(line);
  }
  return group;
}

function legend({ edges }: Flow): HTMLElement {
  const found = [...new Set(edges.map(({ kind }) => kind))];
  const items = found.map((kind) => {
    const line = svg("svg", { width: 34, height: 10, viewBox: "0 0 34 10", "aria-hidden": "true", class: `lab-edge lab-edge-${kind}` });
    line.append(svg("path", { d: "M1 5H33" }));
    return html("li", {}, line, KINDS[kind] ?? kind);
  });
  return html("ul", { class: "lab-legend" }, ...items);
}

function inWords({ blocks, edges }: Flow, inside: readonly Instruction[][], open: boolean): HTMLElement {
  const items = blocks.map((block, place) => {
    const lines = [...new Set(inside[place]!.flatMap(({ line }) => line ?? []))];
    const where = lines.length > 0 ? `line ${lines.join(", ")}` : "no line";
    const ways = edges
      .filter(({ source }) => source === place)
      .map(({ target, kind }) => `${KINDS[kind] ?? kind} to ${nameOf(blocks[target]!, target)}`);
    const name = html("b", {}, nameOf(block, place));
    const handler = block.handler ? "exception handler, " : "";
    const end = ENDS[block.ends] ?? "ends here";
    const says = ` (${handler}${where}, ${inside[place]!.length} instructions): ${ways.join("; ") || end}.`;
    return html("li", {}, name, says);
  });
  const title = html("summary", {}, "The same in words");
  return html("details", { class: "lab-words", open }, title, html("ul", {}, ...items));
}
