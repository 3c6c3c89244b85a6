/** Task graphs that programs often have; work in whole units. */

import { parseDag } from "./dag.ts";
import type { Dag } from "./dag.ts";

export interface Preset {
  readonly label: string;
  readonly build: (size: number) => Dag;
}

type Row = readonly [name: string, work: number, ...after: string[]];

function dagOf(rows: readonly Row[]): Dag {
  return rows.map(([name, work, ...after]) => ({ name, work, after }));
}

function numbered(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${letter}${i + 1}`);
}

function chain(size: number): Dag {
  return dagOf(
    numbered("c", size).map((name, i): Row => (i === 0 ? [name, 8] : [name, 8, `c${i}`])),
  );
}

function fanOut(size: number): Dag {
  const middle = numbered("m", size);
  return dagOf([
    ["split", 4],
    ...middle.map((name): Row => [name, 12, "split"]),
    ["join", 4, ...middle],
  ]);
}

function tree(size: number): Dag {
  let level = numbered("a", 2 ** Math.ceil(Math.log2(size)));
  const rows: Row[] = level.map((name) => [name, 8]);
  for (let letter = 1; level.length > 1; letter += 1) {
    const parents = numbered("abcdef"[letter]!, level.length / 2);
    const below = level;
    rows.push(...parents.map((name, i): Row => [name, 8, below[2 * i]!, below[2 * i + 1]!]));
    level = parents;
  }
  return dagOf(rows);
}

function map(size: number): Dag {
  return dagOf(numbered("m", size).map((name): Row => [name, 6]));
}

/** Each item goes through read, parse and write; each stage takes one item at a time. */
function pipeline(size: number): Dag {
  const stages: readonly (readonly [string, number])[] = [
    ["r", 4],
    ["p", 8],
    ["w", 4],
  ];
  const rows: Row[] = [];
  for (let item = 1; item <= size; item += 1) {
    stages.forEach(([stage, work], i) => {
      const upstream = i > 0 ? [`${stages[i - 1]![0]}${item}`] : [];
      const previous = item > 1 ? [`${stage}${item - 1}`] : [];
      rows.push([`${stage}${item}`, work, ...upstream, ...previous]);
    });
  }
  return dagOf(rows);
}

function setup(size: number): Dag {
  const wide = numbered("m", size);
  return dagOf([["open", 8], ["read", 12, "open"], ...wide.map((name): Row => [name, 8, "read"])]);
}

/** Source: R. L. Graham, Bounds on multiprocessing timing anomalies, SIAM J. Appl. Math. 17, 1969. */
function graham(): Dag {
  return parseDag(
    "t1=3; t2=2; t3=2; t4=2; t5=4 after t4; t6=4 after t4; t7=4 after t4; t8=4 after t4; t9=9 after t1",
  );
}

export const PRESETS = {
  chain: { label: "Chain: each waits for the one before", build: chain },
  "fan-out": { label: "Fan out, fan in", build: fanOut },
  tree: { label: "Tree: add up in pairs", build: tree },
  map: { label: "Wide map: nothing waits", build: map },
  pipeline: { label: "Pipeline: read, parse, write", build: pipeline },
  setup: { label: "Serial set-up, then wide", build: setup },
  graham: { label: "Graham's anomaly", build: graham },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;
