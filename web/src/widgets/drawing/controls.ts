/** Sliders, buttons and choices: native controls with names and outputs. */

import { freshId, html } from "./dom.ts";

export interface Control<Value> {
  readonly element: HTMLElement;
  /** Shows a value without telling anyone. */
  set(value: Value): void;
}

export interface SliderOptions {
  readonly label: string;
  /** The values that the slider stops at, rising. */
  readonly stops: readonly number[];
  readonly value: number;
  readonly text: (value: number) => string;
  readonly onInput: (value: number) => void;
}

/** A range input over uneven stops; a value between two stops gets a stop of its own. */
export function slider({ label, stops, value, text, onInput }: SliderOptions): Control<number> {
  const id = freshId("metal-slider");
  const input = html("input", { type: "range", id, min: 0, step: 1 });
  const output = html("output", { for: id, "aria-live": "off" });
  let places: readonly number[] = stops;
  const say = (shown: number): void => {
    output.textContent = text(shown);
    input.setAttribute("aria-valuetext", text(shown));
  };
  const set = (shown: number): void => {
    places = withStop(stops, shown);
    input.max = String(places.length - 1);
    input.value = String(places.indexOf(shown));
    say(shown);
  };
  input.addEventListener("input", () => {
    const chosen = places[Number(input.value)]!;
    say(chosen);
    onInput(chosen);
  });
  set(value);
  const name = html("label", { for: id }, label);
  return { element: html("div", { class: "metal-widget-slider" }, name, output, input), set };
}

export function withStop(stops: readonly number[], value: number): readonly number[] {
  return stops.includes(value) ? stops : [...stops, value].sort((a, b) => a - b);
}

export function wholeNumbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

export function button(
  label: string,
  onClick: () => void,
  attributes: Record<string, string> = {},
): HTMLButtonElement {
  const element = html(
    "button",
    { type: "button", class: "metal-widget-button", ...attributes },
    label,
  );
  element.addEventListener("click", onClick);
  return element;
}

export interface ChoiceOptions<Name extends string> {
  readonly label: string;
  readonly options: readonly (readonly [Name, string])[];
  readonly value: Name;
  readonly onChange: (name: Name) => void;
}

export function choice<Name extends string>({
  label,
  options,
  value,
  onChange,
}: ChoiceOptions<Name>): Control<Name> {
  const id = freshId("metal-choice");
  const select = html(
    "select",
    { id },
    ...options.map(([name, text]) => html("option", { value: name }, text)),
  );
  select.value = value;
  select.addEventListener("change", () => onChange(select.value as Name));
  const element = html(
    "div",
    { class: "metal-widget-choice" },
    html("label", { for: id }, label),
    select,
  );
  return { element, set: (name) => void (select.value = name) };
}
