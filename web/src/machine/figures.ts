// A hardware figure as a reader wants it: the same words as `explainer/figures.py` writes.
// `tests/traces/hw-value` holds what Python gives for every bundled report; the test replays it.

/** What JSON holds. */
export type Plain = string | number | boolean | null | Plain[] | { [name: string]: Plain };

export const UNKNOWN = "unknown";
const UNITS: ReadonlyMap<string, number> = new Map([
  ["B", 1],
  ["KiB", 2 ** 10],
  ["MiB", 2 ** 20],
  ["GiB", 2 ** 30],
  ["TiB", 2 ** 40],
]);
/** What one of them takes, in bytes. */
const ITEMS: ReadonlyMap<string, number> = new Map([
  ["byte", 1],
  ["float32", 4],
  ["float64", 8],
  ["int64", 8],
  ["address", 8],
  ["float-in-list", 40],
]);
/** A size within half a per cent of a whole number reads better as that number. */
const CLOSE = 0.005;

export interface Wording {
  readonly per?: string | null | undefined;
  readonly as?: string | null | undefined;
}

/** The value at a path such as "caches.L2.size_bytes", null if there is none: `hwinfo`'s own rule. */
export function valueAt(machine: Plain, path: string): Plain {
  let value = machine;
  for (const name of path.split(".")) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return null;
    value = value[name]!;
  }
  return value;
}

export function isObject(value: Plain): value is { [name: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function figure(field: string, value: Plain, { per, as }: Wording = {}): string {
  if (value === null) return UNKNOWN;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value === "" ? "none" : value;
  if (Array.isArray(value)) return several(field, value, { per, as });
  return typeof value === "number" ? number(field, value, per ?? "", as ?? "") : UNKNOWN;
}

/** A short list in full; of objects only how many there are. */
function several(field: string, values: Plain[], wording: Wording): string {
  if (values.length === 0) return "none";
  if (values.some((each) => typeof each === "object" && each !== null))
    return grouped(values.length);
  return values.map((each) => figure(field, each, wording)).join(", ");
}

function number(field: string, value: number, per: string, unit: string): string {
  const item = ITEMS.get(per);
  const scale = UNITS.get(unit);
  if (item !== undefined) return grouped(Math.floor(value / item));
  if (scale !== undefined) return `${short(value / scale)} ${unit}`;
  if (field.endsWith("_bytes")) return size(value);
  if (field.endsWith("_hz")) return `${fixed(value / 1e9, 2)} GHz`;
  return short(value);
}

/** Bytes in the largest unit that leaves at least one. */
export function size(value: number): string {
  const [unit, scale] = [...UNITS].findLast(([, each]) => Math.abs(value) >= each) ?? ["B", 1];
  return `${short(value / scale)} ${unit}`;
}

/** Whole if nearly so, else one digit after the point, or two below ten. */
function short(value: number): string {
  const whole = Math.round(value);
  if (Math.abs(value - whole) < CLOSE) return grouped(whole);
  return Math.abs(value) >= 10 ? fixed(value, 1) : fixed(value, 2).replace(/0+$/, "");
}

/** As Python rounds: a tie, which only an eighth can be, goes to the even digit. */
function fixed(value: number, places: number): string {
  const scaled = value * 10 ** places;
  const tie = Number.isInteger(value * 8) && scaled - Math.floor(scaled) === 0.5;
  const even = 2 * Math.round(scaled / 2);
  const [whole = "", rest] = (tie ? even / 10 ** places : value).toFixed(places).split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${rest}`;
}

function grouped(value: number): string {
  return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
}
