/** What the browser has found out so far: a pure model. `step` changes no state it is given. */

import { plain, plural } from "../drawing/number.ts";
import type { ReportedCache } from "../../machine/caches.ts";
import { size } from "../../machine/figures.ts";
import { type Knee, type Point, findKnees, isSharp } from "./knees.ts";

export type Phase = "fresh" | "climbing" | "counting" | "done" | "stopped" | "failed";

export interface State {
  readonly phase: Phase;
  readonly sizes: readonly number[];
  /** The least time of a load at each size, whatever else the machine did meanwhile. */
  readonly least: ReadonlyMap<number, number>;
  readonly samples: number;
  readonly passes: number;
  readonly wantedPasses: number;
  /** The most that so many workers did together in a millisecond. */
  readonly together: ReadonlyMap<number, number>;
  readonly failure: string;
}

export type Op =
  | { readonly kind: "start"; readonly wantedPasses: number }
  | { readonly kind: "sizes"; readonly sizes: readonly number[] }
  | { readonly kind: "sample"; readonly bytes: number; readonly seconds: number }
  | { readonly kind: "passed" }
  | { readonly kind: "climbed" }
  | { readonly kind: "counted"; readonly workers: number; readonly turns: number }
  | { readonly kind: "finish" }
  | { readonly kind: "stop" }
  | { readonly kind: "fail"; readonly message: string };

export interface Event {
  readonly op: Op["kind"];
  readonly state: State;
  readonly knees: readonly Knee[];
}

export const START: State = {
  phase: "fresh",
  sizes: [],
  least: new Map(),
  samples: 0,
  passes: 0,
  wantedPasses: 1,
  together: new Map(),
  failure: "",
};
/** Fields that an estimate may stand for: the first two caches, and nothing that wanders. */
const FIELDS = ["caches.L1d.size_bytes", "caches.L2.size_bytes"] as const;
const FIRST_CACHE = [2 ** 13, 2 ** 18] as const;

export function step(state: State, op: Op): [State, Event] {
  const next = apply(state, op);
  return [next, { op: op.kind, state: next, knees: findKnees(pointsOf(next)) }];
}

function apply(state: State, op: Op): State {
  switch (op.kind) {
    case "start":
      return { ...START, phase: "climbing", wantedPasses: op.wantedPasses };
    case "sizes":
      return { ...state, sizes: op.sizes };
    case "sample":
      return sampled(state, op.bytes, op.seconds);
    case "passed":
      return { ...state, passes: state.passes + 1 };
    case "climbed":
      return { ...state, phase: "counting" };
    case "counted":
      return { ...state, together: withMost(state.together, op.workers, op.turns) };
    case "finish":
      return { ...state, phase: "done" };
    case "stop":
      return isRunning(state) ? { ...state, phase: "stopped" } : state;
    case "fail":
      return { ...state, phase: "failed", failure: op.message };
  }
}

function sampled(state: State, bytes: number, seconds: number): State {
  if (!(seconds > 0 && Number.isFinite(seconds))) return state; // a clock that stood still
  const least = new Map(state.least);
  least.set(bytes, Math.min(seconds, least.get(bytes) ?? Infinity));
  return { ...state, least, samples: state.samples + 1 };
}

function withMost(
  together: ReadonlyMap<number, number>,
  workers: number,
  turns: number,
): ReadonlyMap<number, number> {
  return new Map(together).set(workers, Math.max(turns, together.get(workers) ?? 0));
}

export function isRunning({ phase }: State): boolean {
  return phase === "climbing" || phase === "counting";
}

/** The ladder so far, by size. */
export function pointsOf({ least }: State): Point[] {
  return [...least]
    .map(([bytes, seconds]) => ({ bytes, seconds }))
    .sort((a, b) => a.bytes - b.bytes);
}

/** Share of the walk that is done, 0 to 1. */
export function progress({ samples, sizes, wantedPasses, phase }: State): number {
  if (phase === "done" || phase === "counting") return 1;
  return sizes.length === 0 ? 0 : Math.min(1, samples / (sizes.length * wantedPasses));
}

/** Figures that pages may show as an estimate: only of knees that are sharp, and in their order. */
export function figuresOf(knees: readonly Knee[], processors: number): Record<string, number> {
  const figures: Record<string, number> = {};
  if (processors > 0) figures["counts.processing_units"] = processors;
  const [first, second] = knees;
  const known = first !== undefined && isSharp(first) && within(first.bytes, FIRST_CACHE);
  if (known) figures[FIELDS[0]] = roughBytes(first.bytes);
  if (known && second !== undefined && isSharp(second))
    figures[FIELDS[1]] = roughBytes(second.bytes);
  return figures;
}

function within(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

export function caption(
  { state, knees }: Event,
  processors: number,
  reported: readonly ReportedCache[] = [],
): string {
  if (state.phase === "fresh")
    return "Nothing has been measured. Start takes some seconds, and you can stop it.";
  if (state.phase === "failed") return `Not measured: ${state.failure}.`;
  if (state.phase === "climbing") {
    const pass = Math.min(state.passes + 1, state.wantedPasses);
    return `Walking through memory, pass ${pass} of ${state.wantedPasses} …`;
  }
  if (state.phase === "counting") return "Counting with several workers at once …";
  const stopped = state.phase === "stopped" ? ["Stopped early; this is what was found."] : [];
  return [
    ...stopped,
    kneeWords(knees),
    ...reportWords(reported),
    ...coreWords(state, processors),
    "An estimate made by this browser.",
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function kneeWords(knees: readonly Knee[]): string {
  if (knees.length === 0) return "The latency shows no knee.";
  const told = knees.map((knee) =>
    isSharp(knee)
      ? `at about ${rough(knee.bytes)}`
      : `between ${rough(knee.fromBytes)} and ${rough(knee.toBytes)}`,
  );
  const bends = new Intl.ListFormat("en-GB").format(told);
  return `The latency bends ${bends}.`;
}

function reportWords(reported: readonly ReportedCache[]): string[] {
  if (reported.length === 0) return [];
  const told = reported.map(({ name, bytes }) => `${name} ${size(bytes)}`);
  return [`Your report says ${new Intl.ListFormat("en-GB").format(told)}.`];
}

/** Two digits of the unit it is told in: more would pretend. */
function roughBytes(bytes: number): number {
  const unit = 2 ** (10 * Math.floor(Math.log2(bytes) / 10));
  return Math.round(Number((bytes / unit).toPrecision(2)) * unit);
}

export function rough(bytes: number): string {
  return size(roughBytes(bytes));
}

function coreWords({ together }: State, processors: number): string[] {
  const reported = processors > 0 ? `The browser reports ${plural(processors, "processor")}` : "";
  const alone = together.get(1) ?? 0;
  const [workers = 0, turns = 0] = [...together].toSorted(([, a], [, b]) => b - a)[0] ?? [];
  if (alone === 0 || together.size < 2) return reported === "" ? [] : [`${reported}.`];
  const none = "several workers together did no more than one, so others keep this machine busy";
  const did =
    workers < 2
      ? none
      : `${plural(workers, "worker")} together did ${plain(turns / alone, 2)} times the work of one`;
  return [reported === "" ? `${did}.` : `${reported}; ${did}.`];
}

/** How many workers to try together: doublings, and all that there are, up to 32. */
export function crews(processors: number): number[] {
  const most = Math.min(Math.max(1, processors), 32);
  const counts = [1];
  for (let workers = 2; workers < most; workers *= 2) counts.push(workers);
  return most > 1 ? [...counts, most] : counts;
}
