// Which addresses can be kept for good, because their name changes with their content.

const BUILT_WITH_HASH = /\/assets\/web\/(?:(?:chunks|fonts)\/|python\/[^/]+\/|python\/worker-)/;
const MATERIAL_WITH_HASH = /\/assets\/(?:javascripts|stylesheets)\/.*\.[0-9a-f]{8}\.min\.(?:js|css)$/;
const RUNTIME = /\/assets\/web\/python\/([^/]+)\//;

export function isHashed({ pathname }: URL): boolean {
  return BUILT_WITH_HASH.test(pathname) || MATERIAL_WITH_HASH.test(pathname);
}

/** Kept runtimes other than the wanted one: they weigh megabytes and are asked for no more. */
export function staleRuntimes(kept: string[], wanted: URL): string[] {
  const folder = RUNTIME.exec(wanted.pathname)?.[1];
  if (folder === undefined) return [];
  return kept.filter((address) => {
    const other = RUNTIME.exec(new URL(address).pathname)?.[1];
    return other !== undefined && other !== folder;
  });
}
