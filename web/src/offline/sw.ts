// The site without a network: one complete version is kept, hashed files for good, nothing mixed.
//
// `offline.json` lists a version. It is fetched whole into a cache of its own and becomes current
// only when all of it is there and the host still shows the same version. Pages come from the
// network when there is one. A page that came from the cache gets everything from that same cache.
import { isHashed, isOfPython, staleRuntimes } from "./addresses.ts";
import { Signals, type Told } from "./signals.ts";

declare const self: ServiceWorkerGlobalScope;

interface Manifest {
  version: string;
  pages: string[];
  assets: string[];
}

const PREFIX = "metal-";
const HASHED = `${PREFIX}hashed`;
const STATE = `${PREFIX}state`;
const RECHECK_MS = 60_000;
/** A runtime that is fetched for the first time is kept when the reader no longer waits for it. */
const KEEP_AFTER_MS = 3_000;
const root = new URL("./", self.location.href);
const manifestAddress = new URL("offline.json", root).href;

/** Clients whose page came from the cache. */
const offlineClients = new Set<string>();
let checkedAt = 0;
/** For the programs that run in the pages. */
const signals = new Signals();
/** What is being written just now, and whether nothing must be written any more. */
const writing = new Set<Promise<unknown>>();
let leaving = false;
/** Files of runtimes that are kept, or being kept; null: not yet looked up. */
let runtimes: Set<string> | null = null;
void tracked(listRuntimes());

self.addEventListener("install", (event) => {
  event.waitUntil(tracked(refresh()).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("message", (event) => {
  const message = event.data as { kind: "visited"; addresses: string[] } | { kind: "leave" } | Told;
  if (message.kind === "visited") event.waitUntil(welcome(message.addresses));
  else if (message.kind === "leave") event.waitUntil(leave());
  else signals.tell(message);
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  const signal = address.pathname === self.location.pathname ? signals.answer(address) : undefined;
  if (signal !== undefined) {
    event.respondWith(signal);
    return;
  }
  if (request.method !== "GET" || !address.href.startsWith(root.href)) return;
  if (request.headers.has("range") || address.href === manifestAddress) return;
  if (runtimes !== null && isOfPython(address) && !runtimes.has(address.href)) {
    // Megabytes on their way to a waiting reader: they pass by this worker, which fetches later.
    event.waitUntil(keepLater(address, runtimes));
  } else if (isHashed(address)) event.respondWith(hashed(event));
  else if (request.mode === "navigate") event.respondWith(navigation(event));
  else event.respondWith(resource(event));
});

async function hashed(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const kept = await fromCaches(request);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  // Whoever asked gets it at once: it is kept while it is being read.
  if (response.ok) event.waitUntil(keepHashed(new URL(request.url), response.clone()));
  return response;
}

async function keepHashed(address: URL, response: Response): Promise<void> {
  if ((await currentVersion()) === undefined) return;
  await forgetStaleRuntimes(address);
  await store(HASHED, address.href, response);
}

async function listRuntimes(): Promise<void> {
  const kept = (await caches.has(HASHED)) ? await (await caches.open(HASHED)).keys() : [];
  const addresses = kept.map(({ url }) => url).filter((url) => isOfPython(new URL(url)));
  runtimes ??= new Set(addresses);
}

async function keepLater(address: URL, kept: Set<string>): Promise<void> {
  kept.add(address.href);
  await new Promise((resolve) => setTimeout(resolve, KEEP_AFTER_MS));
  // From the browser's own cache, where it has just arrived.
  const response = await fetch(address, { cache: "force-cache" }).catch(() => undefined);
  if (response?.ok) await keepHashed(address, response);
  else kept.delete(address.href);
}

async function forgetStaleRuntimes(wanted: URL): Promise<void> {
  if (!(await caches.has(HASHED))) return;
  const cache = await caches.open(HASHED);
  const known = (await cache.keys()).map(({ url }) => url);
  const stale = staleRuntimes(known, wanted);
  for (const url of stale) runtimes?.delete(url);
  await Promise.all(stale.map((url) => cache.delete(url)));
}

async function navigation(event: FetchEvent): Promise<Response> {
  event.waitUntil(refreshSometimes());
  try {
    const response = await fetch(event.request);
    if (response.ok) event.waitUntil(keepPage(event.request, response.clone()));
    return response;
  } catch (offline) {
    const kept = await fromCurrent(event.request);
    if (kept === undefined) throw offline;
    offlineClients.add(event.resultingClientId);
    return kept;
  }
}

async function resource(event: FetchEvent): Promise<Response> {
  const { request } = event;
  if (offlineClients.has(event.clientId)) return (await fromCurrent(request)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (offline) {
    const kept = await fromCurrent(request);
    if (kept === undefined) throw offline;
    return kept;
  }
}

// --- what is kept -------------------------------------------------------------------------------

async function currentVersion(): Promise<string | undefined> {
  if (leaving) return undefined;
  return (await caches.match(new URL("current", root), { cacheName: STATE }))?.text();
}

async function fromCurrent(request: Request): Promise<Response | undefined> {
  const version = await currentVersion();
  if (version === undefined) return undefined;
  return caches.match(request, { cacheName: PREFIX + version, ignoreSearch: true });
}

async function fromCaches(request: Request): Promise<Response | undefined> {
  return (await caches.match(request, { cacheName: HASHED })) ?? fromCurrent(request);
}

/** Pages that the manifest leaves out are kept once seen, as long as the version lasts. */
async function keepPage(request: Request, response: Response): Promise<void> {
  const version = await currentVersion();
  if (version === undefined) return;
  const cacheName = PREFIX + version;
  const known = await caches.match(request, { cacheName, ignoreSearch: true });
  if (known === undefined) await addTo(version, withoutSearch(request.url), response);
}

/** A page that wants the copy: begin again if it was removed meanwhile, by reader or browser. */
async function welcome(addresses: string[]): Promise<void> {
  leaving = false;
  if ((await currentVersion()) === undefined) await tracked(refresh());
  await keepVisited(addresses);
}

/** What the first page had loaded before this worker could see it. */
async function keepVisited(addresses: string[]): Promise<void> {
  const version = await currentVersion();
  if (version === undefined) return;
  for (const address of addresses.filter((each) => each.startsWith(root.href))) {
    if ((await caches.match(address, { ignoreSearch: true })) !== undefined) continue;
    const response = await fetch(address).catch(() => undefined);
    if (!response?.ok) continue;
    if (isHashed(new URL(address))) await store(HASHED, withoutSearch(address), response);
    else await addTo(version, withoutSearch(address), response);
  }
}

/** Adding to a version that is replaced just then would bring its cache back. */
async function addTo(version: string, address: string, response: Response): Promise<void> {
  try {
    await store(PREFIX + version, address, response);
  } finally {
    if ((await currentVersion()) !== version) await caches.delete(PREFIX + version);
  }
}

/** The only way into a cache, so that none is written after it was removed. */
async function store(cacheName: string, address: string, response: Response): Promise<void> {
  if (leaving) return;
  await tracked(caches.open(cacheName).then((cache) => cache.put(address, response)));
}

function tracked<Result>(task: Promise<Result>): Promise<Result> {
  writing.add(task);
  const done = (): void => void writing.delete(task);
  task.then(done, done);
  return task;
}

function withoutSearch(address: string): string {
  const url = new URL(address);
  url.search = url.hash = "";
  return url.href;
}

// --- changing versions --------------------------------------------------------------------------

async function refreshSometimes(): Promise<void> {
  if (Date.now() - checkedAt < RECHECK_MS || (await currentVersion()) === undefined) return;
  checkedAt = Date.now();
  // Without a network, or with a half-published site, what is kept stays.
  await tracked(refresh()).catch(() => undefined);
}

/** Switched off: whatever is under way must not bring a cache back. */
async function leave(): Promise<void> {
  leaving = true;
  runtimes?.clear();
  await Promise.allSettled(writing);
  const ours = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(ours.map((name) => caches.delete(name)));
}

async function refresh(): Promise<void> {
  const manifest = await fetchManifest();
  if (manifest === null || manifest.version === (await currentVersion())) return;
  const name = PREFIX + manifest.version;
  try {
    await fill(name, manifest);
    if ((await fetchManifest())?.version !== manifest.version) throw new Error("changed meanwhile");
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
  await store(STATE, new URL("current", root).href, new Response(manifest.version));
  await forgetOtherVersions(name);
}

async function fetchManifest(): Promise<Manifest | null> {
  const response = await fetch(manifestAddress, { cache: "no-store" });
  return response.ok ? ((await response.json()) as Manifest) : null;
}

async function fill(cacheName: string, { pages, assets }: Manifest): Promise<void> {
  const addresses = [...pages, ...assets].map((relative) => new URL(relative, root));
  // All are awaited, failed or not: a late one must not bring a given-up version back.
  const results = await Promise.allSettled(addresses.map((each) => keep(cacheName, each)));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

async function keep(cacheName: string, address: URL): Promise<void> {
  const kept = isHashed(address) ? await caches.match(address) : undefined;
  // "no-cache" asks the host whether the browser's copy is still right.
  const response = kept ?? (await fetch(address, { cache: "no-cache" }));
  if (!response.ok) throw new Error(`${address.href} answered ${response.status}`);
  await store(cacheName, address.href, response);
}

async function forgetOtherVersions(name: string): Promise<void> {
  const kept = new Set([name, HASHED, STATE]);
  const old = (await caches.keys()).filter((each) => each.startsWith(PREFIX) && !kept.has(each));
  await Promise.all(old.map((each) => caches.delete(each)));
  offlineClients.clear();
}
