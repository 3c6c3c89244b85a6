// How the worker asks: its service worker whether to stop, its reader for a line.
import { SIGINT } from "./interrupt.ts";

/** A line, `undefined` for the end of input, or the signal that came instead. */
export type Line = string | undefined | typeof SIGINT;

/** Whether to stop; null when nobody answers there. */
export function askWhetherToStop(address: string): boolean | null {
  const { status } = answer("HEAD", address);
  return status === 205 ? true : status === 204 ? false : null;
}

/** Blocks until the service worker has a line for this run. */
export function askForLine(address: string): Line {
  for (;;) {
    const { status, text } = answer("GET", `${address}&line`);
    if (status === 202) return (JSON.parse(text) as string | null) ?? undefined;
    if (status === 205) return SIGINT;
    if (status !== 204) return undefined;
  }
}

function answer(method: string, address: string): { status: number; text: string } {
  const request = new XMLHttpRequest();
  try {
    request.open(method, address, false);
    request.send();
  } catch {
    return { status: 0, text: "" }; // no service worker, and no network either
  }
  return { status: request.status, text: request.responseText };
}
