// The first half of drawing a graph in layers (Sugiyama): which layer, and in which order there.

export interface Edge {
  source: number;
  target: number;
}

export interface Layering {
  /** Nodes from left to right, layer by layer; numbers from `count` on are bends of long edges. */
  layers: number[][];
  /** For each edge the nodes it passes, from source to target; a loop's way back has none. */
  chains: (number[] | null)[];
}

const SWEEPS = 12;

/** Layers of `count` nodes; node 0 is the entry. Edges that close a loop do not push nodes down. */
export function layered(count: number, edges: readonly Edge[]): Layering {
  const back = backEdges(count, edges);
  const rank = ranks(count, edges.filter((edge) => !back.has(edge)));
  const layers: number[][] = [];
  const put = (node: number, layer: number): void => void (layers[layer] ??= []).push(node);
  for (let node = 0; node < count; node += 1) put(node, rank[node]!);
  let next = count;
  const chains = edges.map((edge) => {
    if (back.has(edge)) return null;
    const chain = [edge.source];
    for (let layer = rank[edge.source]! + 1; layer < rank[edge.target]!; layer += 1) {
      put(next, layer);
      chain.push(next++);
    }
    return [...chain, edge.target];
  });
  return { layers: ordered(layers, links(chains)), chains };
}

/** Edges to a node that a walk from the entry is still inside of. */
export function backEdges<E extends Edge>(count: number, edges: readonly E[]): Set<E> {
  const out = Array.from({ length: count }, (_, node) =>
    edges.filter(({ source }) => source === node),
  );
  const state = new Array<"new" | "open" | "done">(count).fill("new");
  const back = new Set<E>();
  for (let root = 0; root < count; root += 1) {
    if (state[root] !== "new") continue;
    const stack = [{ node: root, next: 0 }];
    state[root] = "open";
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const edge = out[top.node]![top.next++];
      if (edge === undefined) {
        state[top.node] = "done";
        stack.pop();
      } else if (state[edge.target] === "open") back.add(edge);
      else if (state[edge.target] === "new") {
        state[edge.target] = "open";
        stack.push({ node: edge.target, next: 0 });
      }
    }
  }
  return back;
}

/** Longest way from an entry, in edges; `edges` have no cycle. */
function ranks(count: number, edges: readonly Edge[]): number[] {
  const rank = new Array<number>(count).fill(0);
  for (let round = 0; round < count; round += 1) {
    let changed = false;
    for (const { source, target } of edges) {
      if (rank[target]! > rank[source]!) continue;
      rank[target] = rank[source]! + 1;
      changed = true;
    }
    if (!changed) break;
  }
  return rank;
}

function links(chains: readonly (number[] | null)[]): [number, number][] {
  return chains.flatMap((chain) =>
    chain === null ? [] : chain.slice(1).map((node, at): [number, number] => [chain[at]!, node]),
  );
}

/** Sweeps down and up, each node to the mean place of its neighbours; the best order is kept. */
function ordered(layers: number[][], between: readonly [number, number][]): number[][] {
  let best = layers.map((layer) => [...layer]);
  let fewest = crossings(best, between);
  let current = best;
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    current = swept(current, between, sweep % 2 === 0);
    const now = crossings(current, between);
    if (now >= fewest) continue;
    fewest = now;
    best = current.map((layer) => [...layer]);
  }
  return best;
}

function swept(
  layers: readonly number[][],
  between: readonly [number, number][],
  down: boolean,
): number[][] {
  const result = layers.map((layer) => [...layer]);
  const order = [...result.keys()];
  if (!down) order.reverse();
  for (const [step, at] of order.entries()) {
    if (step === 0) continue;
    const before = places(result[order[step - 1]!]!);
    const mean = new Map<number, number>();
    for (const [here, node] of result[at]!.entries()) {
      const found = between
        .filter(([source, target]) => (down ? target : source) === node)
        .flatMap(([source, target]) => before.get(down ? source : target) ?? []);
      mean.set(node, found.length > 0 ? found.reduce((a, b) => a + b) / found.length : here);
    }
    result[at]!.sort((a, b) => mean.get(a)! - mean.get(b)!);
  }
  return result;
}

export function crossings(
  layers: readonly number[][],
  between: readonly [number, number][],
): number {
  let count = 0;
  for (const [at, layer] of layers.entries()) {
    const upper = places(layer);
    const lower = places(layers[at + 1] ?? []);
    const here = between.flatMap(([source, target]) => {
      const ends = [upper.get(source), lower.get(target)] as const;
      return ends[0] === undefined || ends[1] === undefined ? [] : [[ends[0], ends[1]] as const];
    });
    for (const [i, [a, b]] of here.entries()) {
      for (const [c, d] of here.slice(i + 1)) if ((a - c) * (b - d) < 0) count += 1;
    }
  }
  return count;
}

function places(layer: readonly number[]): Map<number, number> {
  return new Map(layer.map((node, place) => [node, place]));
}
