/** What an element's attributes ask for, and what is wrong with them. */

export class Attributes {
  /** One sentence for each attribute that could not be used: where, found, expected. */
  readonly problems: string[] = [];
  readonly #element: Element;

  constructor(element: Element) {
    this.#element = element;
  }

  has(name: string): boolean {
    return this.#element.hasAttribute(name);
  }

  text(name: string): string | null {
    return this.#element.getAttribute(name);
  }

  number(name: string, [low, high]: readonly [number, number], preset: number): number {
    const found = this.text(name);
    if (found === null) return preset;
    const value = found.trim() === "" ? Number.NaN : Number(found);
    if (value >= low && value <= high) return value;
    this.#complain(name, found, `a number from ${low} to ${high}`, String(preset));
    return preset;
  }

  whole(name: string, range: readonly [number, number], preset: number): number {
    const value = this.number(name, range, preset);
    if (Number.isInteger(value)) return value;
    this.#complain(name, String(value), "a whole number", String(preset));
    return preset;
  }

  oneOf<Name extends string>(name: string, allowed: readonly Name[], preset: Name): Name {
    const found = this.text(name);
    const known = allowed.find((each) => each === found);
    if (known === undefined && found !== null)
      this.#complain(name, found, `one of ${allowed.join(", ")}`, preset);
    return known ?? preset;
  }

  /** Reads an attribute by a function that throws when it cannot. */
  parsed<Value>(name: string, parse: (text: string) => Value, preset: Value): Value {
    const found = this.text(name);
    return found === null ? preset : this.attempt(name, () => parse(found), preset);
  }

  /** Gives the preset, and remembers why, where making a value throws. */
  attempt<Value>(where: string, make: () => Value, preset: Value): Value {
    try {
      return make();
    } catch (error) {
      this.problems.push(
        `<${this.#element.localName} ${where}>: ${error instanceof Error ? error.message : String(error)}`,
      );
      return preset;
    }
  }

  #complain(name: string, found: string, expected: string, used: string): void {
    this.problems.push(
      `<${this.#element.localName} ${name}="${found}">: expected ${expected}; using ${used}`,
    );
  }
}
