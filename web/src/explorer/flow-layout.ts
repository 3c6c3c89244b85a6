// The second half of drawing a graph in layers: coordinates of boxes, and ways for the edges.
import { inLanes } from "./lanes.ts";
import { type Edge, layered } from "./layers.ts";

export interface Size {
  width: number;
  height: number;
}

export interface Box extends Size {
  x: number;
  y: number;
}

export type Point = readonly [x: number, y: number];

export interface Layout {
  boxes: Box[];
  /** Corners of each edge, from the source's lower side to the target's upper side. */
  routes: Point[][];
  width: number;
  height: number;
}

export const GAP = { x: 28, y: 56, lane: 16, margin: 12 } as const;
const BEND: Size = { width: 8, height: 0 };
const ROUNDS = 8;

/** Boxes do not overlap, and an edge runs between them or beside all of them. */
export function laidOut(sizes: readonly Size[], edges: readonly Edge[]): Layout {
  if (sizes.length === 0) return { boxes: [], routes: [], width: 0, height: 0 };
  const { layers, chains } = layered(sizes.length, edges);
  const sizeOf = (node: number): Size => sizes[node] ?? BEND;
  const tops = topsOf(layers, sizeOf);
  const centre = centres(layers, chains, sizeOf);
  const boxes = sizes.map(({ width, height }, node): Box => {
    const layer = layers.findIndex((nodes) => nodes.includes(node));
    return { x: centre.get(node)! - width / 2, y: tops[layer]!, width, height };
  });
  const bend = (node: number): Box => {
    const layer = layers.findIndex((nodes) => nodes.includes(node));
    const height = Math.max(...layers[layer]!.map((each) => sizeOf(each).height));
    return { x: centre.get(node)!, y: tops[layer]!, width: 0, height };
  };
  const routes = routed(edges, chains, boxes, bend);
  return framed(boxes, routes);
}

function topsOf(layers: readonly number[][], sizeOf: (node: number) => Size): number[] {
  let y = 0;
  return layers.map((layer) => {
    const top = y;
    y += Math.max(...layer.map((node) => sizeOf(node).height)) + GAP.y;
    return top;
  });
}

/** Each node moves towards the mean of its neighbours, as far as those beside it let it. */
function centres(
  layers: readonly number[][],
  chains: readonly (number[] | null)[],
  sizeOf: (node: number) => Size,
): Map<number, number> {
  const neighbours = new Map<number, number[]>();
  const meet = (a: number, b: number): void => {
    neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
  };
  for (const chain of chains) {
    for (const [at, node] of (chain ?? []).slice(1).entries()) {
      meet(node, chain![at]!);
      meet(chain![at]!, node);
    }
  }
  const centre = new Map<number, number>();
  for (const layer of layers) spread(layer, () => 0, sizeOf, centre);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const layer of round % 2 === 0 ? layers : [...layers].reverse()) {
      const wish = (node: number): number => {
        const found = neighbours.get(node) ?? [];
        if (found.length === 0) return centre.get(node)!;
        return found.reduce((sum, other) => sum + centre.get(other)!, 0) / found.length;
      };
      spread(layer, wish, sizeOf, centre);
    }
  }
  return centre;
}

/** Places as near to the wishes as order and gaps allow: pools of touching nodes share one shift. */
function spread(
  layer: readonly number[],
  wish: (node: number) => number,
  sizeOf: (node: number) => Size,
  centre: Map<number, number>,
): void {
  const pools: { nodes: number[]; offsets: number[]; wanted: number[]; at: number }[] = [];
  for (const node of layer) {
    let pool = { nodes: [node], offsets: [0], wanted: [wish(node)], at: wish(node) };
    for (let left = pools.at(-1); left !== undefined; left = pools.at(-1)) {
      const reach = left.offsets.at(-1)! + apart(left.nodes.at(-1)!, pool.nodes[0]!, sizeOf);
      if (left.at + reach <= pool.at) break;
      pools.pop();
      const offsets = [...left.offsets, ...pool.offsets.map((offset) => offset + reach)];
      const wanted = [...left.wanted, ...pool.wanted];
      const at = wanted.reduce((sum, want, i) => sum + want - offsets[i]!, 0) / wanted.length;
      pool = { nodes: [...left.nodes, ...pool.nodes], offsets, wanted, at };
    }
    pools.push(pool);
  }
  for (const { nodes, offsets, at } of pools) {
    for (const [i, node] of nodes.entries()) centre.set(node, at + offsets[i]!);
  }
}

function apart(left: number, right: number, sizeOf: (node: number) => Size): number {
  return (sizeOf(left).width + sizeOf(right).width) / 2 + GAP.x;
}

function routed(
  edges: readonly Edge[],
  chains: readonly (number[] | null)[],
  boxes: readonly Box[],
  bend: (node: number) => Box,
): Point[][] {
  const nextX = (edge: number, from: "source" | "target"): number => {
    const chain = chains[edge];
    if (chain === null || chain === undefined) return Infinity; // the way back is on the right
    const node = from === "source" ? chain[1]! : chain.at(-2)!;
    return boxes[node] === undefined ? bend(node).x : middle(boxes[node]!);
  };
  const out = ports(edges, "source", boxes, nextX);
  const into = ports(edges, "target", boxes, nextX);
  const right = Math.max(...boxes.map(({ x, width }) => x + width), ...bendsX(chains, boxes, bend));
  const ways = waysBack(edges, chains, boxes);
  return edges.map((edge, index): Point[] => {
    const source = boxes[edge.source]!;
    const target = boxes[edge.target]!;
    const start: Point = [out[index]!, source.y + source.height];
    const end: Point = [into[index]!, target.y];
    const chain = chains[index];
    if (chain === null || chain === undefined) {
      const x = right + GAP.x + ways.get(index)! * GAP.lane;
      const shift = (ways.get(index)! % 3) * 5;
      const low = start[1] + GAP.y * 0.3 + shift;
      const high = end[1] - GAP.y * 0.3 - shift;
      return [start, [start[0], low], [x, low], [x, high], [end[0], high], end];
    }
    const bends = chain.slice(1, -1).flatMap((node): Point[] => {
      const { x, y, height } = bend(node);
      return [[x, y], [x, y + height]];
    });
    return [start, ...bends, end];
  });
}

function bendsX(
  chains: readonly (number[] | null)[],
  boxes: readonly Box[],
  bend: (node: number) => Box,
): number[] {
  return chains.flatMap((chain) =>
    (chain ?? []).filter((node) => boxes[node] === undefined).map((node) => bend(node).x),
  );
}

/** Edges that share a side of a box stand apart on it, in the order of where they go. */
function ports(
  edges: readonly Edge[],
  end: "source" | "target",
  boxes: readonly Box[],
  nextX: (edge: number, from: "source" | "target") => number,
): number[] {
  const xs = new Array<number>(edges.length).fill(0);
  for (const [node, box] of boxes.entries()) {
    const here = edges.flatMap((edge, index) => (edge[end] === node ? [index] : []));
    here.sort((a, b) => nextX(a, end) - nextX(b, end) || a - b);
    const step = Math.min(box.width / (here.length + 1), 36);
    for (const [place, index] of here.entries()) {
      xs[index] = middle(box) + (place - (here.length - 1) / 2) * step;
    }
  }
  return xs;
}

function waysBack(
  edges: readonly Edge[],
  chains: readonly (number[] | null)[],
  boxes: readonly Box[],
): Map<number, number> {
  const back = edges.flatMap((edge, index) => {
    if (chains[index] !== null) return [];
    const from = boxes[edge.target]!.y;
    const to = boxes[edge.source]!.y + boxes[edge.source]!.height;
    return [{ index, from, to }];
  });
  return new Map(inLanes(back).map(({ index, lane }) => [index, lane]));
}

function middle({ x, width }: Box): number {
  return x + width / 2;
}

/** Moved so that everything lies inside, with a margin. */
function framed(boxes: Box[], routes: Point[][]): Layout {
  const xs = [...boxes.flatMap(({ x, width }) => [x, x + width]), ...routes.flat().map(([x]) => x)];
  const ys = [...boxes.flatMap(({ y, height }) => [y, y + height]), ...routes.flat().map(([, y]) => y)];
  const left = Math.min(...xs) - GAP.margin;
  const top = Math.min(...ys) - GAP.margin;
  return {
    boxes: boxes.map((box) => ({ ...box, x: box.x - left, y: box.y - top })),
    routes: routes.map((route) => route.map(([x, y]): Point => [x - left, y - top])),
    width: Math.max(...xs) - left + GAP.margin,
    height: Math.max(...ys) - top + GAP.margin,
  };
}
