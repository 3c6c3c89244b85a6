/** For tests under Node only: the traces that the Python references wrote. */

import { readFileSync } from "node:fs";

export interface Trace<Step> {
  readonly says: string;
  readonly steps: readonly Step[];
}

export function readTrace<Step>(tag: string, name: string): Trace<Step> {
  const file = new URL(`../../../../tests/traces/${tag}/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")) as Trace<Step>;
}
