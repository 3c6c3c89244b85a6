// Documents made in the page, by the same Python that runs the snippets, or an older or newer one.
import { LONGEST_SOURCE, type Version } from "./address.ts";
import { type Answer, bothOf, Kept, type Origin, type Waiting, type Watching } from "./origin.ts";
import { RECORDED } from "./recorded.ts";
import type { Compared, Diff, Specialisation, Stages, Trace } from "./run-schema.ts";
import type { BytecodeDocument } from "./schema.ts";
import type { CallOutcome, Options, PythonClient } from "../python/client.ts";
import type { Call } from "../python/protocol.ts";

const LIMIT_MS = 20_000;
const OPTIONS: Options = { limitMs: LIMIT_MS, outputBytes: 64 * 1024 };

/** Finds the client of a version; loads nothing before it is asked to do something. */
export type Pythons = (version: Version) => Promise<PythonClient>;

export const pythons: Pythons = async (version) => {
  if (version === "3.10") throw new Error("it is too old to be started in a page");
  return (await import("../python/pythons.ts")).pythonOf(version);
};

export class Live implements Origin {
  readonly live = true;
  readonly watched = false;
  readonly source: string;
  readonly #pythons: Pythons;
  readonly #kept = new Kept();

  constructor(source: string, find: Pythons = pythons) {
    this.source = source;
    this.#pythons = find;
  }

  document(version: Version, waiting: Waiting): Promise<Answer<BytecodeDocument>> {
    return this.#ask(version, "explainer.bytecode", "outcome", {}, waiting);
  }

  trace(version: Version, waiting: Waiting, typed: string): Promise<Answer<Trace>> {
    return this.#ask(version, "explainer.bytecode.stepper", "trace", { typed }, waiting);
  }

  specialisation(
    version: Version,
    watching: Watching | null,
    waiting: Waiting,
  ): Promise<Answer<Specialisation>> {
    return this.#ask(version, "explainer.bytecode.specialisation", "watch", { ...watching }, waiting);
  }

  stages(version: Version, waiting: Waiting): Promise<Answer<Stages>> {
    return this.#ask(version, "explainer.bytecode.stages", "stages", {}, waiting);
  }

  async diff(before: Version, after: Version, waiting: Waiting): Promise<Answer<Compared>> {
    const both = await bothOf(this, before, after, waiting);
    if ("why" in both) return both;
    const documents = { ...both.value };
    const answer = await this.#call<Diff>(RECORDED, "explainer.bytecode.compare", "compare", documents, waiting);
    return "why" in answer ? answer : { value: { diff: answer.value, ...both.value } };
  }

  #ask<Document>(
    version: Version,
    module: string,
    name: string,
    more: Record<string, unknown>,
    waiting: Waiting,
  ): Promise<Answer<Document>> {
    const question = JSON.stringify([version, module, name, more]);
    return this.#kept.ask(question, () => {
      if (this.source.length > LONGEST_SOURCE) {
        const why = `The source has ${this.source.length} characters; the lab takes at most ${LONGEST_SOURCE}. Keep the part you want to see.`;
        return Promise.resolve({ why, live: false });
      }
      return this.#call<Document>(version, module, name, { source: this.source, ...more }, waiting);
    });
  }

  async #call<Document>(
    version: Version,
    module: string,
    name: string,
    given: Record<string, unknown>,
    waiting: Waiting,
  ): Promise<Answer<Document>> {
    try {
      const python = await this.#pythons(version);
      const call: Call = { module, function: name, arguments: given };
      const running = python.call<Document>(call, OPTIONS, {
        state: (state, loaded, total) => waiting.say(stateInWords(state, version, loaded, total)),
        output: () => undefined,
      });
      waiting.stoppable(running.stop);
      return answered(await running.outcome, version);
    } catch (error) {
      return { why: `CPython ${version} could not be loaded (${String(error)}).`, live: false };
    } finally {
      waiting.say("");
    }
  }
}

function stateInWords(state: string, version: Version, loaded?: number, total?: number): string {
  if (state === "waiting") return "Waiting for another run to end …";
  if (state === "running") return `CPython ${version} works …`;
  if (!loaded || !total) return `Starting CPython ${version} …`;
  const mebibytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
  return `Loading CPython ${version}: ${mebibytes(loaded)} of ${mebibytes(total)} MiB`;
}

function answered<Document>(outcome: CallOutcome<Document>, version: Version): Answer<Document> {
  switch (outcome.kind) {
    case "done":
      return { value: outcome.value };
    case "stopped":
      return { why: outcome.by === "limit" ? `Stopped after ${LIMIT_MS / 1000} s.` : "Stopped.", live: false };
    case "crashed":
      return { why: `CPython ${version} itself ended, as a process would crash. Your code is kept.`, live: false };
    case "unavailable":
      return { why: `CPython ${version} could not be loaded (${outcome.message}).`, live: false };
    case "error":
      return { why: lastLine(outcome.error), live: false };
  }
}

function lastLine(traceback: string): string {
  return traceback.trim().split("\n").at(-1) ?? "It failed without a word.";
}
