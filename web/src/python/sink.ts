// Collects what a program prints into few messages, and keeps no more than was agreed.
import type { Stream } from "./protocol.ts";

const BATCH_BYTES = 16 * 1024;
const BATCH_MS = 50;

export class Sink {
  printedBytes = 0;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #stream: Stream = "out";
  #sentAt = -Infinity;
  readonly #limitBytes: number;
  readonly #send: (stream: Stream, bytes: Uint8Array) => void;
  readonly #now: () => number;

  constructor(
    limitBytes: number,
    send: (stream: Stream, bytes: Uint8Array) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#limitBytes = limitBytes;
    this.#send = send;
    this.#now = now;
  }

  write(stream: Stream, bytes: Uint8Array): void {
    const room = this.#limitBytes - this.printedBytes;
    this.printedBytes += bytes.byteLength;
    if (room <= 0) return;
    if (stream !== this.#stream) this.flush();
    this.#stream = stream;
    // A copy: the interpreter reuses its buffer.
    const kept = bytes.slice(0, room);
    this.#pending.push(kept);
    this.#pendingBytes += kept.byteLength;
    if (this.#pendingBytes >= BATCH_BYTES) this.flush();
    else this.flushIfLate();
  }

  /** Also called between writes, so that a line printed before a long computation is seen. */
  flushIfLate(): void {
    if (this.#pendingBytes > 0 && this.#now() - this.#sentAt >= BATCH_MS) this.flush();
  }

  flush(): void {
    if (this.#pendingBytes === 0) return;
    const bytes = new Uint8Array(this.#pendingBytes);
    let offset = 0;
    for (const piece of this.#pending) {
      bytes.set(piece, offset);
      offset += piece.byteLength;
    }
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#sentAt = this.#now();
    this.#send(this.#stream, bytes);
  }
}
