// A value against the published JSON Schema of a report: what it knows is copied, what is wrong told.
import { type Plain, isObject } from "./figures.ts";

/** As much of JSON Schema 2020-12 as `hwinfo.schema` writes. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly Plain[];
  readonly pattern?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

export interface Fault {
  /** A path such as "machine.caches.L2.size_bytes". */
  readonly where: string;
  readonly found: string;
  readonly expected: string;
}

export interface Reading {
  /** Only what the schema knows, made anew: no key of the input becomes more than a key. */
  readonly known: Plain;
  readonly faults: readonly Fault[];
  /** Paths of fields that the schema does not know. */
  readonly unknown: readonly string[];
}

const MOST_FAULTS = 20;
const INTEGER_LIMIT = 2 ** 64;
const WORDS: Readonly<Record<string, string>> = {
  integer: "a whole number",
  number: "a finite number",
  string: "a text",
  boolean: "true or false",
  object: "an object",
  array: "an array",
};

export function read(schema: Schema, value: Plain): Reading {
  const reader = new Reader(schema);
  const known = reader.read(schema, value, "");
  return { known, faults: reader.faults, unknown: reader.unknown };
}

/** Anything in a few words: what a message may quote of a hostile file. */
export function describe(value: Plain): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `an array of ${value.length.toLocaleString("en-GB")}`;
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return JSON.stringify(shortened(value));
  return String(value);
}

export function shortened(text: string, length = 60): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

class Reader {
  readonly faults: Fault[] = [];
  readonly unknown: string[] = [];
  readonly #definitions: Readonly<Record<string, Schema>>;

  constructor(schema: Schema) {
    this.#definitions = schema.$defs ?? {};
  }

  read(given: Schema, value: Plain, where: string): Plain {
    const schema = this.#resolved(given);
    if (schema.anyOf !== undefined) return this.#either(schema.anyOf, value, where);
    if (schema.enum !== undefined) return this.#oneOf(schema.enum, value, where);
    if (schema.type === "object") return this.#object(schema, value, where);
    if (schema.type === "array") return this.#array(schema, value, where);
    if (schema.type === undefined) return value;
    return this.#scalar(schema, value, where);
  }

  #resolved(schema: Schema): Schema {
    const name = schema.$ref?.replace("#/$defs/", "");
    return name === undefined ? schema : (this.#definitions[name] ?? {});
  }

  #either(choices: readonly Schema[], value: Plain, where: string): Plain {
    if (value === null && choices.some(({ type }) => type === "null")) return null;
    return this.read(choices.find(({ type }) => type !== "null") ?? {}, value, where);
  }

  #oneOf(allowed: readonly Plain[], value: Plain, where: string): Plain {
    if (allowed.includes(value)) return value;
    return this.#wrong(value, where, `one of ${allowed.map(describe).join(", ")}`);
  }

  #object(schema: Schema, value: Plain, where: string): Plain {
    if (!isObject(value)) return this.#wrong(value, where, "an object");
    const known: { [name: string]: Plain } = Object.create(null);
    for (const [name, each] of Object.entries(value)) {
      const path = where === "" ? name : `${where}.${name}`;
      const named = Object.hasOwn(schema.properties ?? {}, name)
        ? schema.properties![name]
        : undefined;
      const wanted = named ?? schema.additionalProperties;
      if (wanted === undefined) this.unknown.push(path);
      else known[name] = this.read(wanted, each, path);
    }
    const lacking = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name));
    if (lacking.length > 0) this.#wrong(value, where, `the field ${lacking.join(", ")}`);
    return known;
  }

  #array(schema: Schema, value: Plain, where: string): Plain {
    if (!Array.isArray(value)) return this.#wrong(value, where, "an array");
    return value.map((each, index) => this.read(schema.items ?? {}, each, `${where}[${index}]`));
  }

  #scalar(schema: Schema, value: Plain, where: string): Plain {
    if (schema.pattern !== undefined) return this.#matching(schema.pattern, value, where);
    return fits(schema.type!, value) ? value : this.#wrong(value, where, WORDS[schema.type!]!);
  }

  #matching(pattern: string, value: Plain, where: string): Plain {
    const isSet = pattern.includes("-[0-9]+");
    const right = typeof value === "string" && new RegExp(pattern, "u").test(value);
    if (right && (!isSet || isCpuList(value))) return value;
    return this.#wrong(
      value,
      where,
      isSet ? 'a CPU list such as "0-3,8"' : "a version this page knows",
    );
  }

  #wrong(value: Plain, where: string, expected: string): Plain {
    if (this.faults.length < MOST_FAULTS)
      this.faults.push({ where: where || "the whole file", found: describe(value), expected });
    return null;
  }
}

function fits(type: string, value: Plain): boolean {
  if (type === "integer")
    return Number.isInteger(value) && Math.abs(value as number) < INTEGER_LIMIT;
  if (type === "number") return Number.isFinite(value);
  return typeof value === type;
}

/** Ascending ranges of numbers that a kernel can have: larger ones are damage, not hardware. */
function isCpuList(text: string): boolean {
  const ranges = text === "" ? [] : text.split(",").map((part) => part.split("-").map(Number));
  return ranges.every(([first = 0, last = first]) => first <= last && last < 65_536);
}
