// The keys of the explorer, written down where they are used.
import { html } from "../widgets/drawing/dom.ts";

const KEYS: readonly [keys: string, does: string][] = [
  ["↑ ↓", "in the source: line by line; in the instructions: row by row"],
  ["← →", "in the source: part by part; in the tabs: view by view"],
  ["Enter", "on a row: follow its jump, or open the code object it names; in Step: run to it"],
  ["n p s e", "in Step: forward, back, to the start, to the end"],
  ["l L", "on, back to another line"],
  ["b F9", "set a breakpoint, or remove it: b in the source and on a row, F9 in the editor"],
  ["c r", "in Step: run on, back to a breakpoint"],
  ["x", "on to the next exception"],
  ["Esc", "let go of what is picked"],
];

export function keys(): HTMLElement {
  const rows = KEYS.map(([key, does]) => html("div", {}, html("dt", {}, html("kbd", {}, key)), html("dd", {}, does)));
  return html("details", { class: "lab-words lab-keys" }, html("summary", {}, "Keys"), html("dl", {}, ...rows));
}
