/** What happened to the list, in a sentence or three. */

import { plain, plural } from "../drawing/number.ts";
import type { Event, Op, Resize } from "./model.ts";
import { MOST_ITEMS } from "./rules.ts";

export function captionOf(event: Event): string {
  const { op, resizes, shifted, refused, before } = event;
  if (refused) return `The strip ends at ${plain(MOST_ITEMS)} items. Clear the list to go on.`;
  if (before.length === 0 && (op.kind === "pop" || op.kind === "pop-first")) {
    return `${spelling(op)}: the list is empty, so Python raises IndexError.`;
  }
  const shift =
    shifted > 0
      ? ` ${plural(shifted, "pointer")} ${shifted === 1 ? "is" : "are"} shifted by one place.`
      : "";
  return `${spelling(op)}: ${resizeText(event, resizes)}${shift}`;
}

/** The Python that does this operation. */
export function spelling({ kind, n }: Op): string {
  const times = n === 1 ? "" : `, ${plain(n)} times`;
  const items = plural(n, "item");
  return {
    append: `x.append(item)${times}`,
    pop: `x.pop()${times}`,
    "pop-first": `x.pop(0)${times}`,
    extend: `x.extend(a list of ${items})`,
    "extend-generator": `x.extend(a generator of ${items})`,
    insert: `x.insert(${n}, item)`,
    delete: `del x[-${n}:]`,
    slice: `x[len(x):] = a list of ${items}`,
    clear: "x.clear()",
    new: "x = []",
    repeat: `x = [None] * ${n}`,
    range: `x = list(range(${n}))`,
    comprehension: `x = [item for … in range(${n})]`,
    generator: `x = list(a generator of ${items})`,
  }[kind];
}

function resizeText({ after, op }: Event, resizes: readonly Resize[]): string {
  const [only] = resizes;
  if (!only) return quietText(op, after.allocated - after.length);
  if (resizes.length === 1) return oneText(only);
  const copies = resizes.reduce((sum, { mayCopy }) => sum + mayCopy, 0);
  const sizes = resizes.map(({ to }) => plain(to));
  const shown = sizes.length > 6 ? [...sizes.slice(0, 2), "…", ...sizes.slice(-2)] : sizes;
  return `${plural(resizes.length, "new array")}, of ${shown.join(", ")} slots; at worst ${plural(copies, "slot")} copied in all.`;
}

function quietText(op: Op, spare: number): string {
  if (op.kind === "new" || op.kind === "clear") return "no array at all.";
  return `the array stays as it is, with ${plural(spare, "spare slot")}.`;
}

function oneText(resize: Resize): string {
  const { from, to, wanted, mayCopy, reason } = resize;
  if (reason === "freed") return `the array of ${plural(from, "slot")} is given back.`;
  if (from === 0)
    return `room for ${plain(wanted)} is needed; a first array: ${formula(resize)} slots.`;
  const copy = mayCopy > 0 ? ` At worst ${plural(mayCopy, "slot")} must be copied.` : "";
  const why =
    to < from
      ? `${plain(wanted)} is less than half of ${plain(from)}, so the array shrinks`
      : `room for ${plain(wanted)} is needed and ${plain(from)} slots exist, so it grows`;
  return `${why}: ${formula(resize)} slots.${copy}`;
}

/** The rule with this step's numbers in it. */
export function formula({ reason, wanted, to }: Resize): string {
  switch (reason) {
    case "over-allocated":
      return wanted === 0
        ? "0"
        : `(${wanted} + ${wanted} // 8 + 6) & ~3 = (${wanted} + ${wanted >> 3} + 6) & ~3 = ${to}`;
    case "rounded":
      return wanted === 0 ? "0" : `(${wanted} + 3) & ~3 = ${to}`;
    case "even":
      return wanted === to ? `exactly ${to}` : `${wanted}, made even: ${to}`;
    default:
      return `exactly ${to}`;
  }
}
