// Other versions of Python, one worker each, made when somebody asks for that version.
import { pythons, worker } from "virtual:runtime";
import { PythonClient, type WorkerLike } from "./client.ts";
import { assets, placesOf, python } from "./interpreter.ts";
import { pageSignals } from "./signals.ts";

export const VERSIONS = ["3.11", "3.12", "3.13", "3.14", "3.15"] as const;
export type Version = (typeof VERSIONS)[number];

const started = new Map<Version, PythonClient>();

/** The client of a version; nothing is fetched until its `warm`, `run` or `call`. */
export function pythonOf(version: Version): PythonClient {
  if (version === "3.14") return python;
  const known = started.get(version) ?? made(version);
  started.set(version, known);
  return known;
}

/** Bytes that travel before a version answers for the first time on a visit. */
export function bytesOf(version: Version): number {
  const sizes = Object.values(pythons[version]?.sizes ?? {});
  return sizes.reduce((sum, size) => sum + size, 0);
}

function made(version: Version): PythonClient {
  const published = pythons[version];
  if (published === undefined) throw new Error(`Python ${version} is not published here`);
  const { runtime, sizes } = published;
  const spawn = () => new Worker(new URL(worker, assets), { type: "module" }) as WorkerLike;
  return new PythonClient(spawn, placesOf(new URL(runtime, assets).href, sizes), pageSignals());
}
