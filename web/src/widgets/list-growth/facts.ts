/** The numbers of the list beside its strip, and the log of its new arrays. */

import { html } from "../drawing/dom.ts";
import { percent, plain } from "../drawing/number.ts";
import type { Row } from "../drawing/table.ts";
import { formula, spelling } from "./caption.ts";
import type { Event, State } from "./model.ts";

/** What an empty list weighs, its array apart: object header, three fields, two words for the collector. */
const LIST_WORDS = 7;

/** Below this an average says nothing. */
const FEW_APPENDS = 10;

export function facts(state: State, pointerBytes: number): HTMLElement[] {
  const { length, allocated, counters } = state;
  const spare = allocated === 0 ? 0 : (allocated - length) / allocated;
  const words = LIST_WORDS + allocated;
  return [
    fact("Length, of slots", `${plain(length)} of ${plain(allocated)}`),
    fact("Spare slots", `${plain(allocated - length)} (${percent(spare)})`),
    fact(`getsizeof, ${plain(words)} words`, `${plain(words * pointerBytes)} bytes`),
    fact("Appended one by one", plain(counters.appends)),
    fact("New arrays", plain(counters.resizes)),
    fact("Slots copied at worst", plain(counters.mayCopy)),
    ...(counters.appends >= FEW_APPENDS
      ? [fact("… for each append", plain(counters.mayCopyInAppends / counters.appends))]
      : []),
    ...(counters.shifted > 0 ? [fact("Pointers shifted", plain(counters.shifted))] : []),
  ];
}

function fact(name: string, value: string): HTMLElement {
  return html("div", {}, html("dt", {}, name), html("dd", {}, value));
}

export function logRows({ op, resizes }: Event): Row[] {
  return resizes.map((resize) => ({
    cells: [
      spelling({ ...op, n: op.kind === "append" ? 1 : op.n }),
      `${plain(resize.from)} → ${plain(resize.to)}`,
      plain(resize.mayCopy),
      formula(resize),
    ],
  }));
}
