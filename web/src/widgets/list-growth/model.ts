/**
 * The slots of a CPython list: how many are used, how many are spare, when the array is replaced.
 *
 * Mirrors list_resize, list_preallocate_exact, list_extend, list_ass_slice, list_pop and ins1.
 * Units: slots; a slot is one pointer.
 * Source: CPython 3.14, Objects/listobject.c; the growth rule is that of 3.9 and later. Before 3.12
 * popping the very last item went through list_resize, from 3.12 on it frees the array.
 */

import { MOST_ITEMS, evenSize, growthRule, roundedUp } from "./rules.ts";

export { captionOf as caption } from "./caption.ts";

export const OPS = [
  "append",
  "pop",
  "pop-first",
  "extend",
  "extend-generator",
  "insert",
  "delete",
  "slice",
  "clear",
  "new",
  "repeat",
  "range",
  "comprehension",
  "generator",
] as const;
export type OpKind = (typeof OPS)[number];

/** n: how many times, how many items, or for insert the position. */
export interface Op {
  readonly kind: OpKind;
  readonly n: number;
}

/** Why the array got its new size. */
export type Reason = "over-allocated" | "rounded" | "even" | "exact" | "freed";

export interface Resize {
  readonly reason: Reason;
  readonly wanted: number;
  readonly from: number;
  readonly to: number;
  /** Slots that realloc must copy if it cannot resize in place: it knows bytes, not what is used. */
  readonly mayCopy: number;
}

export interface Counters {
  readonly appends: number;
  readonly resizes: number;
  readonly mayCopy: number;
  /** The part of mayCopy that appending one by one is to blame for. */
  readonly mayCopyInAppends: number;
  readonly shifted: number;
}

export interface State {
  readonly length: number;
  readonly allocated: number;
  /** ob_item is not NULL: an array exists, be it of no slots. */
  readonly hasArray: boolean;
  readonly counters: Counters;
}

export interface Event {
  readonly op: Op;
  readonly before: State;
  readonly after: State;
  readonly resizes: readonly Resize[];
  /** Pointers moved by one place to make or close a gap. */
  readonly shifted: number;
  readonly refused: boolean;
}

export const EMPTY: State = {
  length: 0,
  allocated: 0,
  hasArray: false,
  counters: { appends: 0, resizes: 0, mayCopy: 0, mayCopyInAppends: 0, shifted: 0 },
};

/** One operation under way: a list that changes and what has happened to it. */
class Run {
  length: number;
  allocated: number;
  hasArray: boolean;
  appends = 0;
  shifted = 0;
  readonly resizes: Resize[] = [];

  constructor({ length, allocated, hasArray }: State) {
    this.length = length;
    this.allocated = allocated;
    this.hasArray = hasArray;
  }

  /** list_resize */
  resize(wanted: number): void {
    if (this.allocated < wanted || wanted < this.allocated >> 1) {
      const grown = growthRule(wanted);
      const jump = wanted - this.length > grown - wanted;
      this.replaceArray(
        wanted,
        wanted === 0 ? 0 : jump ? roundedUp(wanted) : grown,
        jump ? "rounded" : "over-allocated",
      );
    }
    this.length = wanted;
  }

  /** list_preallocate_exact: rounded up to an even number, as the allocator works in pairs. */
  preallocate(size: number): void {
    this.replaceArray(size, evenSize(size), "even");
  }

  replaceArray(wanted: number, to: number, reason: Reason): void {
    this.resizes.push({
      reason,
      wanted,
      from: this.allocated,
      to,
      mayCopy: Math.min(this.allocated, to),
    });
    this.allocated = to;
    this.hasArray = true;
  }

  /** list_clear */
  clear(): void {
    if (this.allocated > 0)
      this.resizes.push({ reason: "freed", wanted: 0, from: this.allocated, to: 0, mayCopy: 0 });
    this.length = 0;
    this.allocated = 0;
    this.hasArray = false;
  }

  append(): void {
    this.appends += 1;
    this.add();
  }

  /** _PyList_AppendTakeRef */
  add(): void {
    if (this.length < this.allocated) this.length += 1;
    else this.resize(this.length + 1);
  }

  pop(index: number): void {
    if (this.length === 0) return;
    this.shifted += this.length - 1 - index;
    if (this.length === 1) this.clear();
    else this.resize(this.length - 1);
  }

  insert(index: number): void {
    const where = Math.min(index, this.length);
    this.shifted += this.length - where;
    this.resize(this.length + 1);
  }

  /** extend with a list or a tuple, whose length is known. */
  extend(count: number): void {
    if (count === 0) return;
    if (this.hasArray) return this.resize(this.length + count);
    this.preallocate(count);
    this.length = count;
  }

  /** extend with an iterator that promises `hint` items and gives `count`. */
  extendFrom(count: number, hint: number): void {
    const before = this.length;
    if (this.hasArray) this.resize(before + hint);
    else if (hint > 0) this.preallocate(hint);
    this.length = before;
    for (let i = 0; i < count; i += 1) this.add();
    if (this.length < this.allocated) this.resize(this.length);
  }

  delete(count: number): void {
    if (count >= this.length) this.clear();
    else if (count > 0) this.resize(this.length - count);
  }

  /** x[len(x):] = a list of `count` items */
  growSlice(count: number): void {
    if (count > 0) this.resize(this.length + count);
  }
}

/** What PyObject_LengthHint says of a generator, which does not know its length. */
const UNKNOWN_LENGTH_HINT = 8;

const TIMES = (n: number, once: () => void): void => {
  for (let i = 0; i < n; i += 1) once();
};

const APPLY: Record<OpKind, (run: Run, n: number) => void> = {
  append: (run, n) => TIMES(n, () => run.append()),
  pop: (run, n) => TIMES(n, () => run.pop(run.length - 1)),
  "pop-first": (run, n) => TIMES(n, () => run.pop(0)),
  extend: (run, n) => run.extend(n),
  "extend-generator": (run, n) => run.extendFrom(n, UNKNOWN_LENGTH_HINT),
  insert: (run, n) => run.insert(n),
  delete: (run, n) => run.delete(n),
  slice: (run, n) => run.growSlice(n),
  clear: (run) => run.clear(),
  new: () => undefined,
  repeat: (run, n) => {
    if (n > 0) run.replaceArray(n, n, "exact");
    run.length = n;
  },
  range: (run, n) => run.extendFrom(n, n),
  comprehension: (run, n) => TIMES(n, () => run.append()),
  generator: (run, n) => run.extendFrom(n, UNKNOWN_LENGTH_HINT),
};

const MAKES_NEW: ReadonlySet<OpKind> = new Set([
  "new",
  "repeat",
  "range",
  "comprehension",
  "generator",
]);
const ADDS: ReadonlySet<OpKind> = new Set(["append", "extend", "extend-generator", "slice"]);

export function step(state: State, op: Op): [State, Event] {
  const start = MAKES_NEW.has(op.kind) ? EMPTY : state;
  const added = op.kind === "insert" ? 1 : ADDS.has(op.kind) || MAKES_NEW.has(op.kind) ? op.n : 0;
  if (start.length + added > MOST_ITEMS) {
    return [state, { op, before: state, after: state, resizes: [], shifted: 0, refused: true }];
  }
  const run = new Run(start);
  APPLY[op.kind](run, op.n);
  const after = afterRun(start, run);
  return [
    after,
    { op, before: start, after, resizes: run.resizes, shifted: run.shifted, refused: false },
  ];
}

function afterRun({ counters }: State, run: Run): State {
  return {
    length: run.length,
    allocated: run.allocated,
    hasArray: run.hasArray,
    counters: {
      appends: counters.appends + run.appends,
      resizes: counters.resizes + run.resizes.length,
      mayCopy: counters.mayCopy + copies(run.resizes),
      mayCopyInAppends: counters.mayCopyInAppends + (run.appends > 0 ? copies(run.resizes) : 0),
      shifted: counters.shifted + run.shifted,
    },
  };
}

function copies(resizes: readonly Resize[]): number {
  return resizes.reduce((sum, { mayCopy }) => sum + mayCopy, 0);
}

export class ScriptError extends Error {}

/** Reads `append 9; pop 3`: operations with their number, 1 where none is given. */
export function parseScript(text: string): Op[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parseOp);
}

function parseOp(text: string): Op {
  const [kind, number = ["insert", "new", "clear"].includes(text) ? "0" : "1", ...more] =
    text.split(/\s+/);
  const known = OPS.find((name) => name === kind);
  if (!known)
    throw new ScriptError(`"${text}": no operation "${kind}"; there are ${OPS.join(", ")}`);
  if (more.length > 0 || !/^\d+$/.test(number))
    throw new ScriptError(`"${text}": expected "${known}" and one whole number`);
  return { kind: known, n: Number(number) };
}
