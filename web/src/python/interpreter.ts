// The one Python of this visit: module state lives as long as the page, across instant navigation.
import { runtime, sizes, worker } from "virtual:runtime";
import { type Places, PythonClient, type WorkerLike } from "./client.ts";
import { keepForOffline } from "./keep.ts";
import { pageSignals } from "./signals.ts";
import { supplyOf } from "./supply.ts";

// Chunks are published in a folder beside `loader.js`.
export const assets = new URL("../", import.meta.url);

export const python = new PythonClient(
  // The worker begins with its scripts from there before it hears the page's first word.
  () => new Worker(new URL(`${worker}#${runtime}`, assets), { type: "module" }) as WorkerLike,
  placesOf(new URL(runtime, assets).href, sizes),
  pageSignals(),
);

/** A runtime's folder, with a supply of its own. */
export function placesOf(runtime: string, sizes: Record<string, number>): Places {
  const supply = supplyOf(runtime, sizes);
  const files = Object.keys(sizes).map((name) => `${runtime}${name}`);
  const used = (): void => {
    keepForOffline([new URL(worker, assets).href, ...files]).catch((error: unknown) =>
      console.debug("Python is not kept for offline reading:", error),
    );
  };
  return { runtime, sizes, supply: () => supply.open(), used };
}
