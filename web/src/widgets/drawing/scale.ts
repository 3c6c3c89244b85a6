/** Axes: where a value stands in the picture, and which values deserve a label. */

export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
}

type Pair = readonly [number, number];

export function linear(domain: Pair, range: Pair, wantedTicks = 5): Scale {
  const [low, high] = domain;
  const place = (value: number): number =>
    range[0] + ((value - low) / (high - low)) * (range[1] - range[0]);
  return Object.assign(place, { domain, ticks: linearTicks(low, high, wantedTicks) });
}

/** Doublings at equal distances; both ends of the domain are above zero. */
export function logarithmic(domain: Pair, range: Pair, wantedTicks = 12): Scale {
  const [low, high] = domain.map(Math.log2) as [number, number];
  const place = (value: number): number =>
    range[0] + ((Math.log2(value) - low) / (high - low)) * (range[1] - range[0]);
  return Object.assign(place, { domain, ticks: doublings(low, high, wantedTicks) });
}

/** Round steps of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, wanted: number): number[] {
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const size = [1, 2, 5, 10].map((n) => n * power).find((step) => step >= rough)!;
  const ticks: number[] = [];
  for (let n = Math.ceil(low / size); n * size <= high + size * 1e-9; n += 1)
    ticks.push(Number((n * size).toPrecision(12)));
  return ticks;
}

function doublings(low: number, high: number, wanted: number): number[] {
  const every = Math.max(1, Math.ceil((high - low) / wanted));
  const ticks: number[] = [];
  for (let power = Math.ceil(low); power <= high; power += every) ticks.push(2 ** power);
  return ticks;
}

/** The points of a curve as an SVG path. */
export function pathOf(points: readonly Pair[]): string {
  return points
    .map(([x, y], i) => `${i === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join("");
}
