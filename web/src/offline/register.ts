// Switches the offline copy on, or off again: `?no-offline` removes it, `?offline` brings it back.

const REFUSED = "metal:no-offline";

export async function register(root: URL): Promise<void> {
  if (!("serviceWorker" in navigator) || !storageWorks()) return;
  const wish = new URLSearchParams(location.search);
  if (wish.has("no-offline")) remember(true);
  if (wish.has("offline")) remember(false);
  if (isSwitchedOff()) await remove(root);
  else if (!wantsToSaveData()) await install(root);
}

async function install(root: URL): Promise<void> {
  try {
    await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.pathname });
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ kind: "visited", addresses: loadedSoFar() });
  } catch (error) {
    // A private window, or a site that is being published: the page works without.
    console.debug("The page is not kept for offline reading:", error);
  }
}

async function remove(root: URL): Promise<void> {
  for (const registration of await navigator.serviceWorker.getRegistrations()) {
    if (registration.scope !== root.href) continue;
    registration.active?.postMessage({ kind: "leave" });
    await registration.unregister();
  }
  await removeCaches();
}

/** Until none has come back for a while: a worker that is being ended may still be writing. */
async function removeCaches(): Promise<void> {
  for (let round = 0, calm = 0; round < 40 && calm < 4; round++) {
    const ours = (await caches.keys()).filter((name) => name.startsWith("metal-"));
    calm = ours.length === 0 ? calm + 1 : 0;
    await Promise.all(ours.map((name) => caches.delete(name)));
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function loadedSoFar(): string[] {
  const resources = performance.getEntriesByType("resource").map(({ name }) => name);
  return [location.href, ...resources];
}

function isSwitchedOff(): boolean {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="metal-offline"]');
  return meta?.content === "off" || localStorage.getItem(REFUSED) !== null;
}

function wantsToSaveData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

/** Where a browser forbids storage, it forbids this copy too. */
function storageWorks(): boolean {
  try {
    return localStorage !== null;
  } catch {
    return false;
  }
}

function remember(refused: boolean): void {
  if (refused) localStorage.setItem(REFUSED, "yes");
  else localStorage.removeItem(REFUSED);
}
