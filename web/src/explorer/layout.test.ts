import assert from "node:assert/strict";
import { test } from "node:test";
import { type Box, laidOut } from "./flow-layout.ts";
import { backEdges, layered } from "./layers.ts";

const loop = [
  { source: 0, target: 1 },
  { source: 1, target: 2 },
  { source: 2, target: 1 },
  { source: 1, target: 3 },
];

function edgesAtRandom(count: number, seed: number): { source: number; target: number }[] {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  return Array.from({ length: count * 2 }, () => ({ source: next(count), target: next(count) }));
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
  );
}

test("only the edge that closes a loop goes back", () => {
  assert.deepEqual([...backEdges(4, loop)], [{ source: 2, target: 1 }]);
});

test("every edge but those of loops goes down one layer at a time", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const edges = edgesAtRandom(9, seed);
    const { layers, chains } = layered(9, edges);
    const layerOf = new Map(layers.flatMap((nodes, at) => nodes.map((node) => [node, at])));
    for (const chain of chains) {
      const downs = (chain ?? []).map((node) => layerOf.get(node)!);
      assert.deepEqual(downs, downs.map((_, step) => downs[0]! + step));
    }
    assert.equal(new Set(layers.flat()).size, layers.flat().length);
  }
});

test("boxes never overlap and everything lies inside the picture", () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const edges = edgesAtRandom(8, seed);
    const sizes = Array.from({ length: 8 }, (_, i) => ({ width: 80 + 13 * i, height: 30 + 7 * i }));
    const { boxes, routes, width, height } = laidOut(sizes, edges);
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) assert.ok(!overlap(a, b), `seed ${seed}`);
    }
    for (const [x, y] of routes.flat()) {
      assert.ok(x >= 0 && x <= width && y >= 0 && y <= height, `seed ${seed}`);
    }
  }
});

test("an edge leaves below its source and arrives above its target", () => {
  const { boxes, routes } = laidOut(loop.map(() => ({ width: 100, height: 40 })), loop);
  for (const [index, { source, target }] of loop.entries()) {
    const [start, end] = [routes[index]![0]!, routes[index]!.at(-1)!];
    assert.equal(start[1], boxes[source]!.y + boxes[source]!.height);
    assert.equal(end[1], boxes[target]!.y);
  }
});

test("the way back of a loop passes beside every box", () => {
  const { boxes, routes } = laidOut(loop.map(() => ({ width: 100, height: 40 })), loop);
  const furthest = Math.max(...routes[2]!.map(([x]) => x));
  assert.ok(furthest > Math.max(...boxes.map(({ x, width }) => x + width)));
});

test("a code object without blocks is an empty picture", () => {
  assert.deepEqual(laidOut([], []), { boxes: [], routes: [], width: 0, height: 0 });
});
