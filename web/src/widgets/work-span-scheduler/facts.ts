/** The numbers of a schedule: a row of facts and the rows of its tables. */

import { html } from "../drawing/dom.ts";
import { factor, plain } from "../drawing/number.ts";
import type { Row } from "../drawing/table.ts";
import { curveOf, speedup } from "./model.ts";
import type { State } from "./model.ts";
import type { Ratio } from "./schedule.ts";

export function facts(state: State): HTMLElement[] {
  const { makespan, work, span, lower, upper } = state.schedule;
  return [
    fact(state.overhead > 0 ? "Work, with overhead" : "Work T₁, all tasks", plain(work)),
    fact("Span T∞, critical path", plain(span)),
    fact("This schedule Tₚ", plain(makespan)),
    fact("No schedule is below", ratioText(lower)),
    fact("No greedy one is above", ratioText(upper)),
    fact("Speed-up", factor(speedup(state, state.schedule))),
  ];
}

function fact(name: string, value: string): HTMLElement {
  return html("div", {}, html("dt", {}, name), html("dd", {}, value));
}

/** Exact where it is whole, else as a mixed fraction. */
export function ratioText({ top, bottom }: Ratio): string {
  const whole = Math.floor(top / bottom);
  const rest = top % bottom;
  if (rest === 0) return plain(whole);
  const divisor = greatestCommonDivisor(rest, bottom);
  return `${plain(whole)} ${rest / divisor}⁄${bottom / divisor}`;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

export function scheduleTable(state: State): Row[] {
  return state.schedule.slots.map(({ task, worker, start, end }) => ({
    cells: [
      task,
      String(worker + 1),
      plain(start),
      plain(end),
      state.path.includes(task) ? "yes" : "",
    ],
  }));
}

export function workersTable(state: State): Row[] {
  return curveOf(state).map((made) => ({
    cells: [
      plain(made.workers),
      plain(made.makespan),
      factor(speedup(state, made)),
      ratioText(made.lower),
      ratioText(made.upper),
    ],
    current: made.workers === state.workers,
  }));
}
