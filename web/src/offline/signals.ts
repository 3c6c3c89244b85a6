// What a page tells its busy Python through this service worker: stop, or a line of input.
//
// A program that runs hears no message, but its worker can ask here, synchronously, whatever the
// host. Status codes carry the answer, ones that no plain host gives for a script:
// 204 nothing to say, 205 stop, 202 a line (JSON in the body; null is the end of input).

/** Asked at `<this service worker's address>?python=<run>`, with `&line` to wait for a line. */
export const PARAMETER = "python";

/** Long enough to ask seldom, short enough that no browser ends the service worker meanwhile. */
const HOLD_MS = 15_000;
/** Of runs that ended before they asked; enough for every tab, few enough to forget. */
const KEPT_RUNS = 64;

export type Told = { kind: "stop"; run: string } | { kind: "line"; run: string; text: string | null };

export class Signals {
  /** What was told and not yet asked for, by run. */
  readonly #told = new Map<string, Response[]>();
  readonly #waiting = new Map<string, (answer: Response) => void>();

  tell(told: Told): void {
    const answer = answerOf(told);
    const waiting = this.#waiting.get(told.run);
    if (waiting !== undefined) {
      waiting(answer);
      return;
    }
    const others = this.#told.get(told.run) ?? [];
    this.#told.set(told.run, told.kind === "stop" ? [answer] : [...others, answer]);
    const [oldest] = this.#told.keys();
    if (this.#told.size > KEPT_RUNS && oldest !== undefined) this.#told.delete(oldest);
  }

  /** The answer to an address asked, or undefined if it is not about a run. */
  answer(address: URL): Response | Promise<Response> | undefined {
    const run = address.searchParams.get(PARAMETER);
    if (run === null) return undefined;
    const wantsLine = address.searchParams.has("line");
    return this.#take(run, wantsLine) ?? (wantsLine ? this.#held(run) : nothing());
  }

  /** Who only asks whether to stop leaves the lines for the one who waits for them. */
  #take(run: string, wantsLine: boolean): Response | undefined {
    const told = this.#told.get(run) ?? [];
    const [first] = told;
    if (first === undefined || (!wantsLine && first.status === 202)) return undefined;
    if (told.length > 1) this.#told.set(run, told.slice(1));
    else this.#told.delete(run);
    return first;
  }

  #held(run: string): Promise<Response> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(nothing()), HOLD_MS);
      const settle = (answer: Response): void => {
        clearTimeout(timer);
        this.#waiting.delete(run);
        resolve(answer);
      };
      this.#waiting.set(run, settle);
    });
  }
}

function answerOf(told: Told): Response {
  if (told.kind === "stop") return new Response(null, { status: 205 });
  return new Response(JSON.stringify(told.text), { status: 202 });
}

function nothing(): Response {
  return new Response(null, { status: 204 });
}
