// Decides, inside the worker, when a running program is interrupted: by its limit or the reader.

/** SIGINT, which Python raises as KeyboardInterrupt. */
export const SIGINT = 2;
/** Asking takes at most one part in so many of the running time: about 1 ms in every 20. */
const ASK_SHARE = 20;
/** Never oftener, never more seldom, however long one answer took. */
const ASK_EVERY_MS = { least: 20, most: 100 };

export interface Watched {
  id: number;
  limitMs: number | null;
  /** Called at every look, so that what was printed before a long loop is seen. */
  look(): void;
}

export interface Ways {
  /** Holds the id of the run to stop, where the page can share memory with its workers. */
  flag: Int32Array | null;
  /** Whether the reader wants the run stopped, asked of the service worker; null: nobody is there. */
  ask: (() => boolean | null) | null;
  /** Told once it is known whether anybody answers. */
  answered(somebody: boolean): void;
}

export class Interrupt {
  /** Who interrupted the program, if anybody did. */
  by: "reader" | "limit" | "" = "";
  #endsAt: number;
  #pausedAt = 0;
  #askAt: number;
  /** How long an answer takes, the last ones counting most. */
  #answerMs = 0;
  #ask: Ways["ask"];
  readonly #watched: Watched;
  readonly #ways: Ways;
  readonly #now: () => number;

  constructor(watched: Watched, ways: Ways, now = () => performance.now()) {
    this.#watched = watched;
    this.#ways = ways;
    this.#ask = ways.ask;
    this.#now = now;
    this.#endsAt = watched.limitMs === null ? Infinity : now() + watched.limitMs;
    this.#askAt = now() + ASK_EVERY_MS.most; // a short program is not held up by a question
  }

  /** Looks like a shared buffer that says "interrupt" once. */
  get buffer(): Uint8Array {
    const look = () => this.#look();
    const buffer = {
      get 0(): number {
        return look();
      },
      set 0(_: number) {
        // The interpreter clears the flag it has read; this one clears itself.
      },
    };
    return buffer as unknown as Uint8Array;
  }

  /** Time that the reader takes to answer does not count. */
  pause(): void {
    this.#pausedAt = this.#now();
  }

  resume(): void {
    this.#endsAt += this.#now() - this.#pausedAt;
  }

  #look(): number {
    this.#watched.look();
    if (this.by !== "") return 0;
    const now = this.#now();
    if (now >= this.#endsAt) this.by = "limit";
    else if (this.#isStopped(now)) this.by = "reader";
    return this.by === "" ? 0 : SIGINT;
  }

  #isStopped(now: number): boolean {
    const { flag } = this.#ways;
    if (flag !== null) return Atomics.load(flag, 0) === this.#watched.id;
    if (this.#ask === null || now < this.#askAt) return false;
    const stop = this.#ask();
    this.#ways.answered(stop !== null);
    if (stop === null) this.#ask = null;
    const then = this.#now();
    this.#answerMs += (then - now - this.#answerMs) * (this.#answerMs === 0 ? 1 : 0.3);
    const { least, most } = ASK_EVERY_MS;
    this.#askAt = then + Math.min(Math.max(this.#answerMs * ASK_SHARE, least), most);
    return stop === true;
  }
}
