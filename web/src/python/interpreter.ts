// The one Python of this visit: module state lives as long as the page, across instant navigation.
import { runtime, sizes, worker } from "virtual:runtime";
import { type Places, PythonClient, type WorkerLike } from "./client.ts";
import { pageSignals } from "./signals.ts";
import { supplyOf } from "./supply.ts";

// Chunks are published in a folder beside `loader.js`.
export const assets = new URL("../", import.meta.url);

export const python = new PythonClient(
  () => new Worker(new URL(worker, assets), { type: "module" }) as WorkerLike,
  placesOf(new URL(runtime, assets).href, sizes),
  pageSignals(),
);

/** A runtime's folder, with a supply of its own. */
export function placesOf(runtime: string, sizes: Record<string, number>): Places {
  const supply = supplyOf(runtime, sizes);
  return { runtime, sizes, supply: () => supply.open() };
}
