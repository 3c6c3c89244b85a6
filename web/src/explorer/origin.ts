// Where documents come from: recorded when the site was built, or made by the Python in the page.
import type { Version } from "./address.ts";
import type { Compared, Specialisation, Stages, Trace } from "./run-schema.ts";
import type { BytecodeDocument } from "./schema.ts";

/** A document, or in words why there is none; `live` says that running it here would help. */
export type Answer<Document> = { value: Document } | { why: string; live: boolean };

export interface Watching {
  function: string;
  /** Expressions, one a round, in turn. */
  calls: string[];
  rounds: number;
}

/** Something to stop, and what to say while waiting. */
export interface Waiting {
  say(words: string): void;
  /** Called once it can be stopped. */
  stoppable(stop: () => void): void;
}

export interface Origin {
  readonly live: boolean;
  /** Whether warm-up rounds are there without anybody having said what to call. */
  readonly watched: boolean;
  readonly source: string;
  document(version: Version, waiting: Waiting): Promise<Answer<BytecodeDocument>>;
  /** A run that reads `typed` from its standard input. */
  trace(version: Version, waiting: Waiting, typed: string): Promise<Answer<Trace>>;
  specialisation(version: Version, watching: Watching | null, waiting: Waiting): Promise<Answer<Specialisation>>;
  stages(version: Version, waiting: Waiting): Promise<Answer<Stages>>;
  diff(before: Version, after: Version, waiting: Waiting): Promise<Answer<Compared>>;
}

/** Asks once a question; what failed is asked again. */
export class Kept {
  readonly #answers = new Map<string, Promise<Answer<unknown>>>();

  ask<Document>(question: string, answer: () => Promise<Answer<Document>>): Promise<Answer<Document>> {
    const known = this.#answers.get(question);
    if (known !== undefined) return known as Promise<Answer<Document>>;
    const asked = answer();
    this.#answers.set(question, asked);
    const forget = (): void => void this.#answers.delete(question);
    asked.then((given) => "why" in given && forget(), forget);
    return asked;
  }
}

/** The two documents that are to be compared, or why one of them is not there. */
export async function bothOf(
  origin: Pick<Origin, "document">,
  before: Version,
  after: Version,
  waiting: Waiting,
): Promise<Answer<{ before: BytecodeDocument; after: BytecodeDocument }>> {
  const found: BytecodeDocument[] = [];
  for (const version of [before, after]) {
    const answer = await origin.document(version, waiting);
    if ("why" in answer) return answer;
    const { error } = answer.value;
    if (error) return { why: `CPython ${version} does not compile it: ${error.message}.`, live: false };
    found.push(answer.value);
  }
  return { value: { before: found[0]!, after: found[1]! } };
}
