// Documents that were recorded when the site was built: fetched one by one, when a view needs them.
import type { Version } from "./address.ts";
import { type Answer, bothOf, Kept, type Origin, type Waiting, type Watching } from "./origin.ts";
import type { Compared, Diff, Specialisation, Stages, Trace } from "./run-schema.ts";
import type { BytecodeDocument, OpcodeTable } from "./schema.ts";

/** The version that recorded runs are of. */
export const RECORDED: Version = "3.14";

export type Kind = "trace" | "specialisation" | "stages" | "diffs";

/** Documents in the folder `base`; `source` is the text they were made of; `kinds` are there. */
export class Recorded implements Origin {
  readonly live = false;
  readonly watched: boolean;
  readonly source: string;
  readonly #base: URL;
  readonly #kinds: ReadonlySet<Kind>;
  readonly #kept = new Kept();

  constructor(source: string, base: URL, kinds: readonly Kind[]) {
    this.source = source;
    this.#base = base;
    this.#kinds = new Set(kinds);
    this.watched = this.#kinds.has("specialisation");
  }

  document(version: Version): Promise<Answer<BytecodeDocument>> {
    return this.#fetch(`${version}.json`, "the bytecode");
  }

  trace(version: Version, _waiting: Waiting, typed: string): Promise<Answer<Trace>> {
    if (typed !== "") return notRecorded("a run that reads these lines");
    return this.#ofRecorded(version, "trace", "a run of it");
  }

  specialisation(
    version: Version,
    watching: Watching | null,
    _waiting: Waiting,
  ): Promise<Answer<Specialisation>> {
    if (watching !== null) return notRecorded("this call");
    return this.#ofRecorded(version, "specialisation", "warm-up rounds");
  }

  stages(version: Version, _waiting: Waiting): Promise<Answer<Stages>> {
    return this.#ofRecorded(version, "stages", "the compiler's stages");
  }

  async diff(before: Version, after: Version, waiting: Waiting): Promise<Answer<Compared>> {
    const both = await bothOf(this, before, after, waiting);
    if ("why" in both) return both;
    if (!this.#kinds.has("diffs")) return notRecorded(`a comparison of ${before} with ${after}`);
    const all = await this.#fetch<Record<string, Diff>>("diffs.json", "the comparison");
    if ("why" in all) return all;
    const diff = all.value[`${before}-${after}`];
    if (diff === undefined) return notRecorded(`a comparison of ${before} with ${after}`);
    return { value: { diff, ...both.value } };
  }

  #ofRecorded<Document>(version: Version, kind: Kind, what: string): Promise<Answer<Document>> {
    if (version !== RECORDED) return notRecorded(`${what} on ${version}`);
    return this.#kinds.has(kind) ? this.#fetch(`${kind}.json`, what) : notRecorded(what);
  }

  #fetch<Document>(name: string, what: string): Promise<Answer<Document>> {
    return this.#kept.ask(name, () => fetched<Document>(new URL(`${name}.gzip`, this.#base), what));
  }
}

async function notRecorded<Document>(what: string): Promise<Answer<Document>> {
  return { why: `The site recorded nothing for ${what}.`, live: true };
}

/** A packed JSON document: any static host can send it, and no host need know how. */
export async function fetched<Document>(address: URL, what: string): Promise<Answer<Document>> {
  try {
    const response = await fetch(address);
    if (response.status === 404) return await notRecorded(what);
    if (!response.ok) return { why: `${address.pathname} answered ${response.status}.`, live: true };
    const unpacked = new Response(response.body!.pipeThrough(new DecompressionStream("gzip")));
    return { value: (await unpacked.json()) as Document };
  } catch (error) {
    return { why: `What the site recorded could not be fetched (${String(error)}).`, live: true };
  }
}

const tables = new Kept();

/** What the opcodes of a version do. Missing: undefined where the table cannot be fetched. */
export async function opcodesOf(version: Version, root: URL): Promise<OpcodeTable | undefined> {
  const address = new URL(`assets/bytecode/opcodes/${version}.json.gzip`, root);
  const answer = await tables.ask(address.href, () => fetched<OpcodeTable>(address, "the opcodes"));
  return "value" in answer ? answer.value : undefined;
}
