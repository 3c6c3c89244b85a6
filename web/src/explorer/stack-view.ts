// The machine at one moment: value stack, names, frames, protection, output.
import { html } from "../widgets/drawing/dom.ts";
import type { FrameState, Moment, Run, Slot } from "./player.ts";
import type { Value } from "./run-schema.ts";

/** Faint places above the stack, up to what the compiler reserved. */
const MOST_FREE = 4;
const MOST_FRAMES = 8;

export function stateOf(run: Run, moment: Moment): HTMLElement[] {
  return [
    part("Value stack", stack(run, moment), "lab-part-stack"),
    part("Names", names(run, moment)),
    part("Frames", frames(moment)),
    part("If it raises here", protection(moment)),
    part("Printed so far", output(moment)),
  ];
}

function part(title: string, body: Node, more = ""): HTMLElement {
  return html("section", { class: `lab-part ${more}`.trim() }, html("h4", {}, title), body);
}

function stack(run: Run, { slots, depth, code }: Moment): HTMLElement {
  if (slots === null) {
    return unknownStack(depth);
  }
  const free = Math.min(Math.max(code.stacksize - slots.length, 0), MOST_FREE);
  const boxes = slots.map((slot, place) => box(run.values[slot.value]!, slot, place === slots.length - 1));
  const list = html("ol", { class: "lab-stack", reversed: true, "aria-label": spokenStack(run, slots) }, ...boxes.reverse());
  const room = Array.from({ length: free }, () => html("span", { class: "lab-free" }));
  return html(
    "div",
    { class: "lab-stack-place" },
    html("div", { class: "lab-frees", "aria-hidden": "true" }, ...room),
    slots.length > 0 ? list : html("p", { class: "lab-quiet lab-empty" }, "empty"),
  );
}

/** As many boxes as the documented effects say, with nothing in them: never a guess. */
function unknownStack(depth: number | null): HTMLElement {
  if (depth === null) return html("p", { class: "lab-quiet" }, "Not known here.");
  const says = `${depth} ${depth === 1 ? "value" : "values"} by the documented effects; which, this version does not tell.`;
  const boxes = Array.from({ length: depth }, () => html("li", { class: "lab-box lab-box-hidden" }, "?"));
  const list = html("ol", { class: "lab-stack", "aria-hidden": "true" }, ...boxes);
  return html("div", {}, html("p", { class: "lab-quiet" }, says), list);
}

function spokenStack(run: Run, slots: readonly Slot[]): string {
  const values = slots.map(({ value }) => shapeOf(run.values[value]!).spoken);
  return `Value stack, top first: ${values.reverse().join("; ")}`;
}

interface Shape {
  name: string;
  /** The word in the box's corner. */
  tag: string;
  spoken: string;
}

/** Shapes and words tell the kinds apart, never the colour alone. */
export function shapeOf({ repr, type, kind }: Value): Shape {
  if (kind === "null") return { name: "null", tag: "empty slot", spoken: "NULL, an empty slot" };
  if (kind === "tagged int") return { name: "tagged", tag: "int in the slot", spoken: `${repr}, an int in the slot itself` };
  if (kind === "hidden") return { name: "hidden", tag: "internal", spoken: "a mark of the interpreter's own" };
  if (/(iterator|generator|coroutine|enumerate|zip|map|filter|reversed)$/.test(type)) {
    return { name: "iterator", tag: type, spoken: `${type}, which gives values one by one` };
  }
  return { name: "object", tag: type, spoken: `${repr}, ${type}` };
}

function box(value: Value, { fate, fresh }: Slot, top: boolean): HTMLElement {
  const { name, tag } = shapeOf(value);
  const notes = [top ? "top" : "", fate === "taken" ? "used next" : "", fresh ? "new" : ""].filter(Boolean);
  const classes = ["lab-box", `lab-box-${name}`, fate === "taken" ? "lab-taken" : "", fresh ? "lab-fresh" : ""];
  return html(
    "li",
    { class: classes.filter(Boolean).join(" ") },
    html("span", { class: "lab-box-value", title: value.repr }, name === "null" ? "NULL" : shown({ ...value, repr: inShort(value) })),
    html("span", { class: "lab-box-tag" }, [tag, ...notes].join(" · ")),
  );
}

/** `2 left` for `<list_iterator: 2 left>`: the type stands below it. */
function inShort({ repr, type }: Value): string {
  return repr.startsWith(`<${type}: `) && repr.endsWith(">") ? repr.slice(type.length + 3, -1) : repr;
}

export function shown({ repr }: Value, longest = 48): string {
  const plain = repr.replace(/ at 0x[0-9a-f]+/g, "");
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}

function names(run: Run, { locals }: Moment): HTMLElement {
  if (locals.length === 0) return html("p", { class: "lab-quiet" }, "none bound yet");
  const rows = locals.map(({ name, value, fresh }) =>
    html(
      "div",
      { class: fresh ? "lab-fresh" : null },
      html("dt", {}, name, fresh ? html("span", { class: "lab-spoken" }, " (just changed)") : ""),
      html("dd", { title: run.values[value]!.repr }, shown(run.values[value]!)),
    ),
  );
  return html("dl", { class: "lab-locals" }, ...rows);
}

function frames({ frames: states, paused }: Moment): HTMLElement {
  const items = states.map((state, place) => {
    const last = place === states.length - 1;
    return (): HTMLElement => html("li", { class: last ? "lab-frame-now" : null }, ...frame(state, last));
  });
  const waiting = paused.map((state) => (): HTMLElement => html("li", { class: "lab-frame-paused" }, ...pausedFrame(state)));
  return html("ol", { class: "lab-frames" }, ...someOf(items.reverse()), ...someOf(waiting));
}

/** The first and the last of many; a deep recursion has a thousand frames alike. */
function someOf(items: readonly (() => HTMLElement)[]): HTMLElement[] {
  const left = items.length - MOST_FRAMES;
  if (left <= 1) return items.map((make) => make());
  const between = html("li", { class: "lab-quiet" }, `… ${left} more frames …`);
  return [...items.slice(0, MOST_FRAMES - 1).map((make) => make()), between, items.at(-1)!()];
}

function frame({ code, generator, stack: values, offset }: FrameState, last: boolean): (Node | string)[] {
  const line = code.instructions.find((each) => each.offset === offset)?.line;
  const where = line ? `, line ${line}` : "";
  const held = values === null ? "" : `, ${values.length} on its stack`;
  const kind = generator ? " (generator)" : "";
  return [html("b", {}, code.qualname), `${kind}${last ? `, runs now${where}` : `, waits${where}${held}`}`];
}

function pausedFrame({ code, offset }: FrameState): (Node | string)[] {
  const line = code.instructions.find((each) => each.offset === offset)?.line;
  return [html("b", {}, code.qualname), ` is paused at its yield${line ? `, line ${line}` : ""}`];
}

function protection({ handler, instruction }: Moment): HTMLElement {
  if (instruction === null) return html("p", { class: "lab-quiet" }, "not known");
  if (handler === null) return html("p", {}, "Nothing protects this instruction: the exception leaves the frame.");
  return html(
    "p",
    {},
    `The exception table sends it to ${handler.target_label} (offset ${handler.target}); the stack is cut to ${handler.depth} first.`,
  );
}

function output({ printed }: Moment): HTMLElement {
  if (printed === "") return html("p", { class: "lab-quiet" }, "nothing");
  return html("pre", { class: "lab-printed", tabindex: 0 }, printed);
}
