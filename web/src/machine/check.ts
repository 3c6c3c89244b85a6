// From the text of a file to a report that may be shown: where it fails, what was found, what was
// expected, what to do.
import rawSchema from "../../../docs/hwinfo.schema.json" with { type: "json" };
import { type Plain, isObject } from "./figures.ts";
import { flawOf } from "./scan.ts";
import { type Fault, type Schema, describe, read, shortened } from "./schema.ts";
import type { Kept } from "./store.ts";

export interface Checked {
  readonly kept: Kept;
  /** What is known of the report, as JSON in one line. */
  readonly report: string;
  /** What the reader should know although all went well. */
  readonly notices: readonly string[];
}

/** Why a text is no report; `message` says all of it in sentences. */
export class NotAReport extends Error {
  constructor(where: string, found: string, expected: string, advice: string) {
    super(`${where}: found ${found}; expected ${expected}. ${advice}`);
    this.name = "NotAReport";
  }
}

/** A report of the largest machine in our tests has 0.4 MiB; browsers keep about 5. */
export const LARGEST_CHARACTERS = 8 * 2 ** 20;
const BLOCK = /<script\b[^>]*\bid=["']?hwinfo-report["']?[^>]*>/i;
const SCHEMA = rawSchema as unknown as Schema;
const AGAIN = "Make the report again: python -m hwinfo --format json -o me.json";
const KNOWN_VERSION = "hwinfo/1";

/** Raises: NotAReport. */
export function check(text: string, file: string): Checked {
  if (text.length > LARGEST_CHARACTERS) {
    const mebibytes = `${(text.length / 2 ** 20).toFixed(1)} MiB`;
    throw new NotAReport(file, mebibytes, `at most ${LARGEST_CHARACTERS / 2 ** 20} MiB`, AGAIN);
  }
  const plain = parsed(jsonOf(text, file), file);
  const newer = versionNotice(plain, file);
  const { known, faults, unknown } = read(SCHEMA, withKnownVersion(plain));
  if (faults.length > 0) throw faulty(file, faults);
  const notices = [...newer, ...unknownNotice(unknown)];
  return { kept: keptOf(known), report: JSON.stringify(known), notices };
}

/** The report itself, or the one that an HTML report carries. */
function jsonOf(text: string, file: string): string {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (start === "") throw new NotAReport(file, "nothing", "a report", AGAIN);
  if (!start.startsWith("<")) return start;
  const opening = BLOCK.exec(start);
  const inside = opening === null ? "" : start.slice(opening.index + opening[0].length);
  const end = inside.search(/<\/script/i);
  if (end >= 0) return inside.slice(0, end);
  throw new NotAReport(
    file,
    opening === null ? "a page without a report in it" : "a page that breaks off inside its report",
    "the page that hwinfo --format html writes",
    "Load the JSON instead, or make the page again: python -m hwinfo --format html -o me.html",
  );
}

function parsed(json: string, file: string): Plain {
  const flaw = flawOf(json);
  if (flaw === null) return JSON.parse(json) as Plain;
  const found = flaw.at >= json.trimEnd().length ? "an early end" : quoted(json, flaw.at);
  const lines = flaw.expected === "the end of the file" && json[flaw.at] === "{";
  const advice = lines ? "This looks like the lines of a fleet: load one of them. " : "";
  throw new NotAReport(`${file}, ${position(json, flaw.at)}`, found, flaw.expected, advice + AGAIN);
}

function quoted(json: string, at: number): string {
  return JSON.stringify(shortened(json.slice(at, at + 24).split("\n")[0] ?? "", 20));
}

function position(json: string, at: number): string {
  const before = json.slice(0, at).split("\n");
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** Raises: NotAReport where it does not even say that it is a report. */
function versionNotice(plain: Plain, file: string): string[] {
  const version = isObject(plain) && Object.hasOwn(plain, "schema") ? plain["schema"]! : null;
  const found = isObject(plain) ? `"schema": ${describe(version)}` : describe(plain);
  if (typeof version !== "string" || !version.startsWith("hwinfo/")) {
    const facts = typeof version === "string" && version.startsWith("hwfacts/");
    const advice = facts ? "That is the topology alone, for other tools. " : "";
    throw new NotAReport(file, found, `"schema": "${KNOWN_VERSION}"`, advice + AGAIN);
  }
  if (version === KNOWN_VERSION || version.startsWith(`${KNOWN_VERSION}.`)) return [];
  return [
    `The report says ${describe(version)}, and this page knows ${KNOWN_VERSION}: what it does not know, it leaves out.`,
  ];
}

function withKnownVersion(plain: Plain): Plain {
  return { ...(plain as { [name: string]: Plain }), schema: KNOWN_VERSION };
}

function faulty(file: string, faults: readonly Fault[]): NotAReport {
  const [first, ...others] = faults as readonly [Fault, ...Fault[]];
  const more = others.slice(0, 2).map(({ where, found }) => `${where} (${found})`);
  const rest = others.length > 2 ? [`${others.length - 2} more`] : [];
  const also = more.length > 0 ? `Also wrong: ${[...more, ...rest].join(", ")}. ` : "";
  return new NotAReport(`${file}, ${first.where}`, first.found, first.expected, also + AGAIN);
}

function unknownNotice(unknown: readonly string[]): string[] {
  if (unknown.length === 0) return [];
  const named = unknown.slice(0, 3).map((path) => shortened(path, 50));
  const others = unknown.length > 3 ? ` and ${unknown.length - 3} more` : "";
  const fields = unknown.length === 1 ? "A field" : `${unknown.length} fields`;
  return [`${fields} that this page does not know, left out: ${named.join(", ")}${others}.`];
}

function keptOf(report: Plain): Kept {
  const { machine = {}, taken_at: takenAt = "" } = report as { machine?: Plain; taken_at?: Plain };
  return {
    name: shortened(nameOf(machine), 80),
    takenAt: typeof takenAt === "string" ? shortened(takenAt, 30) : "",
    machine,
  };
}

/** As the HTML report names a machine. */
export function nameOf(machine: Plain): string {
  const section = (name: string): { [name: string]: Plain } => {
    const found = isObject(machine) ? (machine[name] ?? null) : null;
    return isObject(found) ? found : {};
  };
  const { model, architecture } = section("cpu");
  const { product } = section("system");
  const named = [model, product].find((each) => typeof each === "string" && each !== "");
  return (named as string | undefined) ?? `${architecture ?? "Unknown"} machine`;
}
