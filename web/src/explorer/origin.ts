// Where documents come from: recorded when the site was built, or made by the Python in the page.
import type { Version } from "./address.ts";
import type { Diff, Specialisation, Stages, Trace } from "./run-schema.ts";
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
  readonly source: string;
  document(version: Version, waiting: Waiting): Promise<Answer<BytecodeDocument>>;
  trace(version: Version, waiting: Waiting): Promise<Answer<Trace>>;
  specialisation(version: Version, watching: Watching | null, waiting: Waiting): Promise<Answer<Specialisation>>;
  stages(version: Version, waiting: Waiting): Promise<Answer<Stages>>;
  diff(before: Version, after: Version, waiting: Waiting): Promise<Answer<Diff>>;
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
