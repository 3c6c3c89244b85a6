// How a view asks for documents and says that it waits, or why there is nothing to see.
import { html } from "../widgets/drawing/dom.ts";
import type { Answer, Origin, Waiting } from "./origin.ts";
import type { Opcode } from "./schema.ts";

export interface Ask {
  origin(): Origin;
  waiting(): Waiting;
  /** From now on everything comes from the Python in the page. */
  runHere(): void;
  opcode(name: string): Opcode | undefined;
}

export function apology(...parts: (Node | string)[]): HTMLElement {
  return html("p", { class: "lab-apology" }, ...parts);
}

/** Why there is no document, with a button where running it here would give one. */
export function whyNot(answer: { why: string; live: boolean }, { origin, runHere }: Ask): HTMLElement {
  if (!answer.live || origin().live) return apology(answer.why);
  const button = html("button", { type: "button", class: "lab-primary" }, "Make it here");
  button.addEventListener("click", runHere);
  return apology(answer.why, " ", button);
}

/** Shows in `place` that something is awaited, then the answer's value or why there is none. */
export async function askedIn<Value>(
  place: HTMLElement,
  ask: Ask,
  answer: Promise<Answer<Value>>,
): Promise<Value | null> {
  if (place.childElementCount === 0) place.replaceChildren(apology("One moment …"));
  const given = await answer;
  if ("value" in given) return given.value;
  place.replaceChildren(whyNot(given, ask));
  return null;
}
