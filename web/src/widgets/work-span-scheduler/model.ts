/** A greedy schedule of a task graph, walked through moment by moment, all in whole units. */

import { criticalPath, totalWork } from "./dag.ts";
import type { Dag } from "./dag.ts";
import { PRESETS } from "./presets.ts";
import type { PresetName } from "./presets.ts";
import { curve, schedule, withOverhead } from "./schedule.ts";
import type { Order, Schedule, Slot } from "./schedule.ts";
import { factor, plain, plural } from "../drawing/number.ts";

export const MOST_WORKERS = 8;
export const MOST_OVERHEAD = 8;
export const MOST_SIZE = 16;

export interface State {
  readonly preset: PresetName | "custom";
  readonly size: number;
  readonly dag: Dag;
  readonly workers: number;
  readonly overhead: number;
  readonly order: Order;
  readonly schedule: Schedule;
  readonly path: readonly string[];
  /** Index into `moments(schedule)`: how far the reader has walked. */
  readonly at: number;
}

export type Op =
  | { readonly kind: "preset"; readonly name: PresetName; readonly size: number }
  | { readonly kind: "workers" | "overhead"; readonly value: number }
  | { readonly kind: "order"; readonly order: Order }
  | { readonly kind: "step" | "back" | "first" | "last" };

export type Event =
  | { readonly kind: "plan"; readonly state: State }
  | {
      readonly kind: "moment";
      readonly time: number;
      readonly finished: readonly Slot[];
      readonly started: readonly Slot[];
      readonly idle: number;
      readonly waiting: number;
      readonly state: State;
    };

export interface Start {
  readonly dag?: Dag;
  readonly preset: PresetName;
  readonly size: number;
  readonly workers: number;
  readonly overhead: number;
  readonly order: Order;
}

export function startState(start: Start): State {
  const dag = start.dag ?? PRESETS[start.preset].build(start.size);
  return planned({ ...start, preset: start.dag ? "custom" : start.preset, dag });
}

function planned(plan: Omit<State, "schedule" | "path" | "at">): State {
  const made = schedule(plan.dag, plan.workers, plan.overhead, plan.order);
  const path = criticalPath(withOverhead(plan.dag, plan.workers, plan.overhead)).names;
  return { ...plan, schedule: made, path, at: moments(made).length - 1 };
}

/** The times at which a task starts or ends. */
export function moments({ slots }: Schedule): readonly number[] {
  return [...new Set(slots.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
}

export function step(state: State, op: Op): [State, Event] {
  const next = apply(state, op);
  const walks =
    op.kind === "step" || op.kind === "back" || op.kind === "first" || op.kind === "last";
  return [next, walks ? momentEvent(next) : { kind: "plan", state: next }];
}

function apply(state: State, op: Op): State {
  switch (op.kind) {
    case "preset":
      return planned({
        ...state,
        preset: op.name,
        size: op.size,
        dag: PRESETS[op.name].build(op.size),
      });
    case "workers":
      return planned({ ...state, workers: within(op.value, 1, MOST_WORKERS) });
    case "overhead":
      return planned({ ...state, overhead: within(op.value, 0, MOST_OVERHEAD) });
    case "order":
      return planned({ ...state, order: op.order });
    default:
      return { ...state, at: walk(state, op.kind) };
  }
}

function walk({ at, schedule: made }: State, way: "step" | "back" | "first" | "last"): number {
  const last = moments(made).length - 1;
  return { step: Math.min(last, at + 1), back: Math.max(0, at - 1), first: 0, last }[way];
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(value)));
}

function momentEvent(state: State): Event {
  const { slots, workers } = state.schedule;
  const time = timeNow(state);
  const running = slots.filter(({ start, end }) => start <= time && time < end).length;
  return {
    kind: "moment",
    time,
    finished: slots.filter(({ end }) => end === time),
    started: slots.filter(({ start }) => start === time),
    idle: workers - running,
    waiting: slots.filter(({ start }) => start > time).length,
    state,
  };
}

export function timeNow(state: State): number {
  return moments(state.schedule)[state.at]!;
}

export function planEvent(state: State): Event {
  return { kind: "plan", state };
}

/** Speed-up over one worker, who has nobody to hand work to and so pays no overhead. */
export function speedup(state: State, made: Schedule): number {
  return totalWork(state.dag) / made.makespan;
}

export function curveOf(state: State): readonly Schedule[] {
  return curve(state.dag, state.overhead, state.order, MOST_WORKERS);
}

/** The fewest workers that give the shortest makespan. */
export function bestOf(schedules: readonly Schedule[]): Schedule {
  return schedules.reduce((best, made) => (made.makespan < best.makespan ? made : best));
}

export function caption(event: Event): string {
  return event.kind === "plan" ? planCaption(event.state) : momentCaption(event);
}

function planCaption(state: State): string {
  const { makespan, span, work, workers } = state.schedule;
  const head = `${plural(workers, "worker")} ${workers === 1 ? "needs" : "need"} ${plural(makespan, "unit")}, ${factor(speedup(state, state.schedule))} the speed of one.`;
  return `${head} ${boundSentence(span, work, workers, makespan)} ${bestSentence(state)}`;
}

function boundSentence(span: number, work: number, workers: number, makespan: number): string {
  if (makespan === span)
    return `That is the critical path (${plain(span)}): no number of workers can do better with these tasks.`;
  if (makespan * workers === work)
    return "Nobody is ever idle: only more workers could make it shorter.";
  return `The critical path is ${plain(span)}; an even share of the work would be ${plain(work / workers)}.`;
}

function bestSentence(state: State): string {
  const schedules = curveOf(state);
  const best = bestOf(schedules);
  const slower = schedules.find(
    ({ makespan }, i) => i > 0 && makespan > schedules[i - 1]!.makespan,
  );
  const gain = `Best of 1 to ${MOST_WORKERS}: ${factor(speedup(state, best))} on ${plural(best.workers, "worker")}`;
  return slower
    ? `${gain}; but ${plural(slower.workers, "worker is", "workers are")} slower than ${slower.workers - 1}.`
    : `${gain}.`;
}

function momentCaption(event: Extract<Event, { kind: "moment" }>): string {
  const { time, finished, started, idle, waiting, state } = event;
  const parts = [
    ...finished.map(({ task, worker }) => `worker ${worker + 1} finishes ${task}`),
    ...started.map(({ task, worker }) => `worker ${worker + 1} starts ${task}`),
  ];
  const done = time === state.schedule.makespan;
  const rest = done
    ? "All is done."
    : `${plural(idle, "worker")} idle, ${plural(waiting, "task")} still to start.`;
  return `At ${plain(time)}: ${parts.join(", ")}. ${rest}`;
}
