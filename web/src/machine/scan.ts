// Where a text stops being JSON: engines word that differently, and some do not tell the place.

export interface Flaw {
  /** Offset in the text. */
  readonly at: number;
  readonly expected: string;
}

const DEEPEST = 64;
const SPACE = /[ \t\r\n]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const ATOM = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

type State = "value" | "first value" | "first name" | "name" | "colon" | "after" | "end";

const EXPECTED: Readonly<Record<State, string>> = {
  value: "a value",
  "first value": "a value or ]",
  "first name": "a name in double quotes or }",
  name: "a name in double quotes",
  colon: "a colon",
  after: "a comma or the closing bracket",
  end: "the end of the file",
};

/** The first flaw, null if there is none: JSON, at most 64 levels deep, each name once an object. */
export function flawOf(json: string): Flaw | null {
  return new Scanner(json).flaw();
}

class Scanner {
  readonly #json: string;
  #at = 0;
  #state: State = "value";
  /** The names of each open object; null for an open array. */
  readonly #open: (Set<string> | null)[] = [];

  constructor(json: string) {
    this.#json = json;
  }

  flaw(): Flaw | null {
    for (;;) {
      this.#take(SPACE);
      if (this.#state === "end" && this.#at === this.#json.length) return null;
      const start = this.#at;
      const expected = this.#step();
      if (expected !== null) return { at: start, expected };
    }
  }

  /** Reads one token; gives what was expected instead if it does not fit. */
  #step(): string | null {
    const sign = this.#json[this.#at];
    const expected = EXPECTED[this.#state];
    if (this.#state === "colon") return this.#sign(sign === ":", "value", expected);
    if (this.#state === "after") return this.#after(sign, expected);
    if (this.#state === "name" || this.#state === "first name") return this.#name(sign, expected);
    if (this.#state === "end") return expected;
    return this.#value(sign, expected);
  }

  #value(sign: string | undefined, expected: string): string | null {
    if (sign === "{" || sign === "[") return this.#enter(sign);
    if (sign === "]" && this.#state === "first value") return this.#leave();
    if ((sign === '"' ? this.#text() : this.#take(ATOM)) === null) return expected;
    this.#valueEnded();
    return null;
  }

  #enter(sign: string): string | null {
    this.#open.push(sign === "{" ? new Set() : null);
    if (this.#open.length > DEEPEST)
      return `at most ${DEEPEST} levels of brackets, a report has eight or so`;
    return this.#sign(true, sign === "{" ? "first name" : "first value", "");
  }

  #name(sign: string | undefined, expected: string): string | null {
    if (sign === "}" && this.#state === "first name") return this.#leave();
    const name = sign === '"' ? this.#text() : null;
    if (name === null) return expected;
    const names = this.#open.at(-1)!;
    if (names.has(name)) return "each name once in an object";
    names.add(name);
    this.#state = "colon";
    return null;
  }

  #after(sign: string | undefined, expected: string): string | null {
    const names = this.#open.at(-1);
    if (sign === ",") return this.#sign(true, names === null ? "value" : "name", "");
    return sign === (names === null ? "]" : "}") ? this.#leave() : expected;
  }

  #leave(): null {
    this.#open.pop();
    this.#at += 1;
    this.#valueEnded();
    return null;
  }

  #valueEnded(): void {
    this.#state = this.#open.length === 0 ? "end" : "after";
  }

  #sign(fits: boolean, next: State, expected: string): string | null {
    if (!fits) return expected;
    this.#at += 1;
    this.#state = next;
    return null;
  }

  /** Piece by piece, for one pattern over a text of megabytes exhausts the engine's stack. */
  #text(): string | null {
    const start = this.#at;
    this.#at += 1;
    do this.#take(PLAIN);
    while (this.#take(ESCAPE) !== null);
    if (this.#json[this.#at] !== '"') return null;
    this.#at += 1;
    return this.#json.slice(start, this.#at);
  }

  #take(token: RegExp): string | null {
    token.lastIndex = this.#at;
    const found = token.exec(this.#json)?.[0] ?? null;
    this.#at += found?.length ?? 0;
    return found;
  }
}
