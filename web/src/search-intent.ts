// What a reader does who is about to search in Material's page.

const KEYS = new Set(["f", "s", "/"]); // Material's own shortcuts

interface Doing {
  type: string;
  key?: string;
  target: EventTarget | null;
}

export function wantsToSearch({ type, key, target }: Doing): boolean {
  if (type === "keydown") return key !== undefined && KEYS.has(key);
  const place = target as Partial<Element> | null;
  return Boolean(place?.closest?.(".md-search, [for=__search]"));
}
