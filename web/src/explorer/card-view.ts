// What one opcode does, in its version, with this instruction's own argument and caches.
import { html } from "../widgets/drawing/dom.ts";
import { prose } from "./meaning.ts";
import type { Instruction, Opcode } from "./schema.ts";

export class CardView {
  readonly root = html("aside", { class: "lab-card", "aria-live": "polite", "aria-label": "This instruction" });

  constructor() {
    this.hint();
  }

  hint(): void {
    const hint = "Point at an instruction, or at a piece of the source, to see what belongs together and what it does.";
    this.root.replaceChildren(html("p", { class: "lab-quiet" }, hint));
  }

  show(instruction: Instruction, opcode: Opcode | undefined): void {
    const does = opcode?.does ?? "There are no words for it yet: the table of opcodes could not be fetched.";
    const parts: HTMLElement[] = [
      html("p", { class: "lab-card-title" }, html("b", {}, instruction.opname), ...argument(instruction)),
      html("p", {}, ...prose(does)),
    ];
    if (opcode?.stack) parts.push(stackEffect(opcode.stack));
    const rest = [...source(instruction), ...caches(instruction), ...kin(opcode)];
    if (rest.length > 0) parts.push(html("p", { class: "lab-quiet" }, rest.join(" ")));
    this.root.replaceChildren(...parts);
  }
}

function argument({ arg, argrepr }: Instruction): string[] {
  if (arg === null) return [];
  return [` ${arg}${argrepr === "" ? "" : ` (${argrepr})`}`];
}

function stackEffect(stack: string): HTMLElement {
  const [before, after] = stack.split("→").map((side) => side.trim());
  const side = (text: string | undefined): HTMLElement =>
    html("code", {}, text === undefined || text === "" ? "nothing" : text);
  return html("p", { class: "lab-effect" }, "Stack: ", side(before), " becomes ", side(after));
}

function source({ text, position }: Instruction): string[] {
  if (text === null || position === null) return ["It belongs to no text of yours: the compiler added it."];
  return [`Line ${position.line}.`];
}

function caches({ caches: found }: Instruction): string[] {
  if (found.length === 0) return [];
  const named = found.map(({ name, units }) => `${name} (${units * 2} bytes)`).join(", ");
  return [`Inline caches behind it: ${named}.`];
}

function kin(opcode: Opcode | undefined): string[] {
  if (opcode === undefined) return [];
  const [first, last] = [opcode.versions[0], opcode.versions.at(-1)];
  return [first === last ? `Only in ${first}.` : `In ${first} to ${last}.`];
}
