/** A random walk through memory, each load telling where the next one goes. */

/** Nodes a cache line apart: 16 cells of 4 bytes. */
export const LINE_CELLS = 16;
export const LINE_BYTES = 4 * LINE_CELLS;
const SMALLEST_BYTES = 4096;
const SIZES_PER_DOUBLING = 3;

/** Sizes in whole lines, three to the doubling, from 4 KiB up to `largest`. */
export function ladderSizes(largest: number): number[] {
  const sizes: number[] = [];
  for (let step = 0; ; step += 1) {
    const size = Math.floor(SMALLEST_BYTES * 2 ** (step / SIZES_PER_DOUBLING));
    if (size > largest) return sizes;
    sizes.push(Math.floor(size / LINE_BYTES) * LINE_BYTES);
  }
}

/** Links the first `lines` lines into one cycle in random order (Sattolo's shuffle). */
export function link(cells: Int32Array, lines: number, random: () => number): void {
  for (let line = 0; line < lines; line += 1) cells[line * LINE_CELLS] = line * LINE_CELLS;
  for (let line = lines - 1; line > 0; line -= 1) {
    const other = Math.floor(random() * line);
    const [here, there] = [line * LINE_CELLS, other * LINE_CELLS];
    const kept = cells[here]!;
    cells[here] = cells[there]!;
    cells[there] = kept;
  }
}

/** Walks on from `at`, eight loads a round, and gives where it stands. */
export function chase(cells: Int32Array, at: number, steps: number): number {
  let here = at | 0;
  for (let left = steps >> 3; left > 0; left -= 1) {
    here = cells[here]!;
    here = cells[here]!;
    here = cells[here]!;
    here = cells[here]!;
    here = cells[here]!;
    here = cells[here]!;
    here = cells[here]!;
    here = cells[here]!;
  }
  return here;
}

/** A new order each time, so that a noisy moment does not hit the same sizes in every pass. */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other]!, mixed[last]!];
  }
  return mixed;
}
