/**
 * Greedy list scheduling: no worker stays idle while a task is ready.
 *
 * Source: R. L. Graham, 1966 and 1969 (list scheduling and its bound); R. Brent, JACM 21(2), 1974.
 */

import { criticalPath, remainingSpan, totalWork } from "./dag.ts";
import type { Dag, Task } from "./dag.ts";

export type Order = "longest-path" | "listed";

export interface Slot {
  readonly task: string;
  readonly worker: number;
  readonly start: number;
  readonly end: number;
}

/** An exact fraction; the bottom is positive. */
export interface Ratio {
  readonly top: number;
  readonly bottom: number;
}

export interface Schedule {
  readonly workers: number;
  /** In order of start, then of worker. */
  readonly slots: readonly Slot[];
  readonly makespan: number;
  readonly work: number;
  readonly span: number;
  /** No schedule is shorter. */
  readonly lower: Ratio;
  /** No greedy schedule is longer. */
  readonly upper: Ratio;
}

/** The graph as these workers meet it: each task grows by the overhead for every further worker. */
export function withOverhead(dag: Dag, workers: number, overhead: number): Dag {
  return dag.map((task) => ({ ...task, work: task.work + overhead * (workers - 1) }));
}

export function schedule(plain: Dag, workers: number, overhead: number, order: Order): Schedule {
  const dag = withOverhead(plain, workers, overhead);
  const slots = place(dag, workers, order);
  const work = totalWork(dag);
  const { span } = criticalPath(dag);
  const shared = { top: work, bottom: workers };
  return {
    workers,
    slots,
    makespan: Math.max(0, ...slots.map(({ end }) => end)),
    work,
    span,
    lower: work > span * workers ? shared : { top: span, bottom: 1 },
    upper: { top: work + (workers - 1) * span, bottom: workers },
  };
}

function place(dag: Dag, workers: number, order: Order): Slot[] {
  const slots: Slot[] = [];
  const ends = new Map<string, number>();
  const freeAt = Array.from({ length: workers }, () => 0);
  let waiting = ranked(dag, order);
  for (let now = 0; waiting.length > 0; now = nextEnd(freeAt, now)) {
    for (const worker of freeAt.keys()) {
      if (freeAt[worker]! > now) continue;
      const task = waiting.find(({ after }) =>
        after.every((other) => (ends.get(other) ?? Infinity) <= now),
      );
      if (!task) break;
      waiting = waiting.filter((other) => other !== task);
      const end = now + task.work;
      slots.push({ task: task.name, worker, start: now, end });
      ends.set(task.name, end);
      freeAt[worker] = end;
    }
  }
  return slots;
}

function nextEnd(freeAt: readonly number[], now: number): number {
  return Math.min(...freeAt.filter((time) => time > now));
}

function ranked(dag: Dag, order: Order): readonly Task[] {
  if (order === "listed") return dag;
  const remaining = remainingSpan(dag);
  return [...dag].sort((a, b) => remaining.get(b.name)! - remaining.get(a.name)!);
}

/** Speed-up over one worker without overhead, for 1 to `most` workers. */
export function curve(dag: Dag, overhead: number, order: Order, most: number): readonly Schedule[] {
  return Array.from({ length: most }, (_, i) => schedule(dag, i + 1, overhead, order));
}
