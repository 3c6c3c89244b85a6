/**
 * Where a ladder of latencies bends, without knowing what caches there are.
 *
 * A cache ends where the latency climbs steeply between two flatter stretches; its size is taken
 * where the climb crosses the geometric mean of what lies before and behind, as
 * `hwinfo.measure.knees` does, which knows the caches that the machine reports.
 */

export interface Point {
  readonly bytes: number;
  readonly seconds: number;
}

export interface Knee {
  /** The stretch over which the latency rises: the knee lies somewhere in it. */
  readonly fromBytes: number;
  readonly toBytes: number;
  /** Where it crosses the middle. */
  readonly bytes: number;
  readonly secondsBefore: number;
  readonly secondsBehind: number;
}

/** Doublings of time for a doubling of memory, from which on the latency climbs. */
const STEEP = 0.3;
/** Plateaus nearer than this are one: on a busy machine noise alone makes steps of 1.4. */
const VISIBLE_STEP = 1.5;
/** What lies behind a cache is at least this many times farther away than the cache. */
const CLEAR_STEP = 1.8;
/** A band wider than so many doublings names no size: two knees may hide in it. */
const SHARP_DOUBLINGS = 2;

/**
 * The ladder without what other programs added: more memory cannot be nearer, so a load is never
 * slower than one that wandered over more.
 */
export function undisturbed(points: readonly Point[]): Point[] {
  let least = Infinity;
  return points
    .toReversed()
    .map(({ bytes, seconds }) => ({ bytes, seconds: (least = Math.min(least, seconds)) }))
    .toReversed();
}

/** The knees of a ladder with rising sizes, nearest first; none for fewer than four points. */
export function findKnees(measured: readonly Point[]): Knee[] {
  if (measured.length < 4) return [];
  const points = undisturbed(measured);
  return climbs(points).flatMap(([first, last]) => {
    const [before, behind] = [points[first]!.seconds, points[last]!.seconds];
    if (behind < VISIBLE_STEP * before) return [];
    return [
      {
        fromBytes: points[first]!.bytes,
        toBytes: points[last]!.bytes,
        bytes: crossing(points, Math.sqrt(before * behind), first),
        secondsBefore: before,
        secondsBehind: behind,
      },
    ];
  });
}

export function isSharp({ fromBytes, toBytes, secondsBefore, secondsBehind }: Knee): boolean {
  const narrow = Math.log2(toBytes / fromBytes) <= SHARP_DOUBLINGS;
  return narrow && secondsBehind >= CLEAR_STEP * secondsBefore;
}

/**
 * Stretches of steep steps, as indices of their ends; one flat step inside does not part them. A
 * climb that the ladder's end cuts off is left out, for nobody knows what lies behind it.
 */
function climbs(points: readonly Point[]): [number, number][] {
  const found: [number, number][] = [];
  for (let at = 0; at + 1 < points.length; at += 1) {
    const [here, next] = [points[at]!, points[at + 1]!];
    const slope = Math.log(next.seconds / here.seconds) / Math.log(next.bytes / here.bytes);
    if (slope < STEEP) continue;
    const last = found.at(-1);
    if (last !== undefined && at - last[1] <= 1) last[1] = at + 1;
    else found.push([at, at + 1]);
  }
  return found.filter(([, end]) => end < points.length - 1);
}

/** The least size from `start` on where the climb reaches a latency, on logarithmic scales. */
function crossing(points: readonly Point[], seconds: number, start: number): number {
  for (let at = start; at + 1 < points.length; at += 1) {
    const [here, next] = [points[at]!, points[at + 1]!];
    if (here.seconds > seconds || seconds > next.seconds || here.seconds >= next.seconds) continue;
    const share = Math.log(seconds / here.seconds) / Math.log(next.seconds / here.seconds);
    return here.bytes * (next.bytes / here.bytes) ** share;
  }
  return points[start]!.bytes;
}
