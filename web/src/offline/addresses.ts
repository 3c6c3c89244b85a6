// Which addresses can be kept for good, because their name changes with their content.

const BUILT_WITH_HASH = /\/assets\/web\/(?:(?:chunks|fonts)\/|pythons?\/[^/]+\/|python\/worker-)/;
const MATERIAL_WITH_HASH = /\/assets\/(?:javascripts|stylesheets)\/.*\.[0-9a-f]{8}\.min\.(?:js|css)$/;
const PYTHON = /\/assets\/web\/pythons?\//;
// The page's own Python is one family; of the others each version is.
const RUNTIME = /\/assets\/web\/(python\/|pythons\/\d\.\d+-)([^/]+)\//;

export function isHashed({ pathname }: URL): boolean {
  return BUILT_WITH_HASH.test(pathname) || MATERIAL_WITH_HASH.test(pathname);
}

/** Whether it is one of the files of a version of Python, or of the worker that starts it. */
export function isOfPython({ pathname }: URL): boolean {
  return PYTHON.test(pathname);
}

/** Kept runtimes that the wanted one replaces: they weigh megabytes and are asked for no more. */
export function staleRuntimes(kept: string[], wanted: URL): string[] {
  const [, family, version] = RUNTIME.exec(wanted.pathname) ?? [];
  if (family === undefined) return [];
  return kept.filter((address) => {
    const [, other, itsVersion] = RUNTIME.exec(new URL(address).pathname) ?? [];
    return other === family && itsVersion !== version;
  });
}
