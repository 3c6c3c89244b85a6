/**
 * Three laws of speed-up for one program, as pure functions of what the sliders say.
 *
 * Source: G. Amdahl, AFIPS 1967; J. Gustafson, CACM 31(5) 1988; N. Gunther, Universal Scalability
 * Law, arXiv:0808.1431. Contention here comes on top of the serial share, so that the scalability
 * law without overhead is exactly Amdahl's.
 */

import { factor, percent, plain, seconds } from "../drawing/number.ts";

export type Curve = "amdahl" | "gustafson" | "usl";
export type Setting = "share" | "workers" | "contention" | "coherency" | "growth";
export type Subject = "workers" | "part";

export interface State {
  readonly subject: Subject;
  readonly share: number;
  readonly workers: number;
  readonly contention: number;
  readonly coherency: number;
  readonly growth: number;
  readonly totalSeconds: number | null;
  readonly show: readonly Curve[];
}

export type Op =
  | { readonly kind: "set"; readonly setting: Setting; readonly value: number }
  | { readonly kind: "toggle"; readonly curve: Curve }
  | { readonly kind: "my-machine"; readonly processors: number; readonly by: Source };

/** Who says how many processors the reader's machine has. */
export type Source = "browser" | "report";

export interface Event {
  readonly op: Op["kind"];
  readonly state: State;
  readonly reading: Reading;
  readonly by?: Source;
}

export interface Reading {
  readonly amdahl: number;
  readonly gustafson: number;
  readonly usl: number;
  /** Infinity when nothing is serial. */
  readonly ceiling: number;
  /** Amdahl's speed-up for each worker paid for, 0 to 1. */
  readonly efficiency: number;
  /** The number of workers past which the scalability law falls; Infinity without coherency cost. */
  readonly peakWorkers: number;
  readonly peakSpeedup: number;
}

export const CURVES: readonly Curve[] = ["amdahl", "gustafson", "usl"];
export const LIMITS: Readonly<Record<Setting, readonly [number, number]>> = {
  share: [0, 1],
  workers: [1, 1024],
  contention: [0, 0.5],
  coherency: [0, 0.05],
  growth: [0, 1],
};
export const START: State = {
  subject: "workers",
  share: 0.95,
  workers: 8,
  contention: 0,
  coherency: 0,
  growth: 1,
  totalSeconds: null,
  show: ["amdahl"],
};

export function amdahl(share: number, workers: number): number {
  return 1 / (1 - share + share / workers);
}

/** Speed-up of a job whose parallel work grows as workers ** growth: 1 is Gustafson's law. */
export function gustafson(share: number, workers: number, growth: number): number {
  const scaled = share * workers ** growth;
  return (1 - share + scaled) / (1 - share + scaled / workers);
}

/** Waiting for one another: the serial share and what contention adds, at most everything. */
function waiting(state: State): number {
  return Math.min(1, 1 - state.share + state.contention);
}

export function usl(state: State, workers: number): number {
  const others = workers - 1;
  return workers / (1 + waiting(state) * others + state.coherency * workers * others);
}

/**
 * The smallest number of workers that one more worker does not improve.
 *
 * One more than n helps exactly while coherency·n·(n + 1) < 1 − waiting.
 */
export function peakWorkers(state: State): number {
  const gain = 1 - waiting(state);
  if (state.coherency === 0) return gain > 0 ? Infinity : 1;
  const helps = (n: number): boolean => state.coherency * n * (n + 1) < gain * (1 - 1e-12);
  let n = Math.max(1, Math.floor(Math.sqrt(gain / state.coherency)) - 1);
  while (helps(n)) n += 1;
  return n;
}

export function read(state: State, workers = state.workers): Reading {
  const law = amdahl(state.share, workers);
  const peak = peakWorkers(state);
  return {
    amdahl: law,
    gustafson: gustafson(state.share, workers, state.growth),
    usl: usl(state, workers),
    ceiling: state.share === 1 ? Infinity : 1 / (1 - state.share),
    efficiency: law / workers,
    peakWorkers: peak,
    peakSpeedup: peak === Infinity ? 1 / waiting(state) : usl(state, peak),
  };
}

export function step(state: State, op: Op): [State, Event] {
  const next = apply(state, op);
  const by = op.kind === "my-machine" ? { by: op.by } : {};
  return [next, { op: op.kind, state: next, reading: read(next), ...by }];
}

function apply(state: State, op: Op): State {
  if (op.kind === "my-machine") return { ...state, workers: within("workers", op.processors) };
  if (op.kind === "set") return { ...state, [op.setting]: within(op.setting, op.value) };
  const on = state.show.includes(op.curve);
  return { ...state, show: CURVES.filter((c) => (c === op.curve ? !on : state.show.includes(c))) };
}

function within(setting: Setting, value: number): number {
  const [low, high] = LIMITS[setting];
  return Math.min(high, Math.max(low, value));
}

/** Worker counts for the table: the powers of two, the present one and the peak. */
export function tableWorkers(state: State, largest: number): number[] {
  const counts = new Set<number>([state.workers]);
  for (let n = 1; n <= largest; n *= 2) counts.add(n);
  const peak = peakWorkers(state);
  if (state.show.includes("usl") && state.coherency > 0 && peak <= largest) counts.add(peak);
  return [...counts].sort((a, b) => a - b);
}

const SAYS: Readonly<Record<Source, string>> = { browser: "reports", report: "names" };

export function caption({ by, state, reading }: Event): string {
  const sentences =
    state.subject === "part" ? partSentences(state, reading) : workerSentences(state, reading);
  const origin = by === undefined ? [] : [`Your ${by} ${SAYS[by]} ${workersText(state.workers)}.`];
  return [...origin, ...sentences].join(" ");
}

function partSentences(state: State, { amdahl: law, ceiling }: Reading): string[] {
  const part = `${percent(state.share)} of the time`;
  const first = `Make ${part} ${factor(state.workers)} faster and the whole runs ${factor(law)} faster`;
  const total = state.totalSeconds;
  if (total === null)
    return [
      `${first};`,
      `${ceilingText(ceiling, "even if that part took no time, the gain ends at")}.`,
    ];
  const rest = `the untouched ${seconds(total * (1 - state.share))} remain, so the limit is`;
  return [
    `${first}: ${seconds(total)} become ${seconds(total / law)};`,
    `${ceilingText(ceiling, rest)}.`,
  ];
}

function workerSentences(state: State, reading: Reading): string[] {
  const shown = (curve: Curve): boolean => state.show.includes(curve);
  return [
    ...(shown("amdahl") || state.show.length === 0 ? [amdahlSentence(state, reading)] : []),
    ...(shown("gustafson") ? [gustafsonSentence(state, reading)] : []),
    ...(shown("usl") ? [uslSentence(state, reading)] : []),
  ];
}

function amdahlSentence(state: State, { amdahl: law, ceiling, efficiency }: Reading): string {
  const place = `With ${percent(state.share)} parallel on ${workersText(state.workers)}`;
  const used = state.workers > 1 ? `, ${percent(efficiency)} of each worker used` : "";
  return `${place} at most ${factor(law)}${used}; ${ceilingText(ceiling, "the ceiling is")}.`;
}

function gustafsonSentence(state: State, { gustafson: law }: Reading): string {
  const how =
    state.growth === 1
      ? "If the parallel work grows with the workers (Gustafson)"
      : `If the parallel work grows as workers to the power ${plain(state.growth)}`;
  return state.growth === 0
    ? "A problem that does not grow brings Gustafson back to Amdahl."
    : `${how}, the speed-up of the larger job is ${factor(law)}.`;
}

function uslSentence(state: State, { usl: law, peakWorkers: peak, peakSpeedup }: Reading): string {
  if (state.coherency === 0 && state.contention === 0) {
    return "Without overhead the scalability law is Amdahl's curve.";
  }
  const now = `With this overhead it is ${factor(law)}`;
  if (peak === Infinity) return `${now}, and the ceiling falls to ${factor(peakSpeedup)}.`;
  const side =
    state.workers > peak
      ? "you are past it: fewer workers would be faster"
      : "beyond it more workers are slower";
  return `${now}; the best is ${factor(peakSpeedup)} on ${workersText(peak)}, and ${side}.`;
}

function workersText(workers: number): string {
  return workers === 1 ? "1 worker" : `${plain(workers)} workers`;
}

function ceilingText(ceiling: number, lead: string): string {
  return ceiling === Infinity
    ? "nothing is serial, so there is no ceiling"
    : `${lead} ${factor(ceiling)}`;
}
