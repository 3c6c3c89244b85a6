// After the first run, what Python starts and imports from is kept for reading without a network.

/** By then the service worker has kept what passed by it. */
const AFTER_MS = 8_000;

/**
 * Ask for each file once more through the service worker, which keeps it.
 *
 * It may have begun to work only after Python was fetched, and the library is not fetched at all
 * before a program wants something of it. The browser's own cache has most of it still. Where there
 * is no service worker this waits for ever, and costs nothing.
 */
export async function keepForOffline(addresses: string[]): Promise<void> {
  if (navigator.serviceWorker === undefined) return;
  await navigator.serviceWorker.ready;
  await new Promise((resolve) => setTimeout(resolve, AFTER_MS));
  if (navigator.serviceWorker.controller === null) return;
  for (const address of addresses) {
    if ((await caches.match(address)) !== undefined) continue;
    const response = await fetch(address, { priority: "low" });
    await response.arrayBuffer();
  }
}
