// The one Python of this visit: module state lives as long as the page, across instant navigation.
import { runtime, sizes, worker } from "virtual:runtime";
import { PythonClient, type WorkerLike } from "./client.ts";

// Chunks are published in a folder beside `loader.js`.
export const assets = new URL("../", import.meta.url);

export const python = new PythonClient(
  () => new Worker(new URL(worker, assets), { type: "module" }) as WorkerLike,
  { runtime: new URL(runtime, assets).href, sizes },
);
