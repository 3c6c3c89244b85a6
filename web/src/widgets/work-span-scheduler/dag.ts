/** Task graphs: what must be done before what, and the longest way through. */

export interface Task {
  readonly name: string;
  readonly work: number;
  readonly after: readonly string[];
}

/** Tasks in an order in which each stands after all it waits for. */
export type Dag = readonly Task[];

export class DagError extends Error {}

/** Reads `read = 2; parse = 3 after read`: name, work in whole units, what it waits for. */
export function parseDag(text: string): Dag {
  const parts = text.split(/[;\n]/).map((part) => part.trim());
  return checkedDag(parts.filter((part) => part !== "").map(parseTask));
}

function parseTask(text: string): Task {
  const match = /^(\S+)\s*=\s*(\d+)(?:\s+after\s+(.+))?$/.exec(text);
  if (!match)
    throw new DagError(`"${text}": expected "name = work" or "name = work after other others"`);
  return { name: match[1]!, work: Number(match[2]), after: names(match[3] ?? "") };
}

/** Reads rows of (name, work, after), as a table in the page gives them. */
export function dagFromRows(rows: readonly (readonly string[])[]): Dag {
  return checkedDag(
    rows.map(([name = "", work = "", after = ""]) => ({
      name: name.trim(),
      work: Number(work),
      after: names(after),
    })),
  );
}

function names(text: string): string[] {
  return text.split(/[\s,]+/).filter((name) => /[^–—-]/.test(name));
}

function checkedDag(tasks: readonly Task[]): Dag {
  const known = new Set<string>();
  if (tasks.length === 0) throw new DagError('no task: give at least one, such as "read = 2"');
  for (const { name, work } of tasks) {
    if (known.has(name))
      throw new DagError(`task "${name}" is there twice: give each its own name`);
    if (!Number.isInteger(work) || work < 1)
      throw new DagError(`task "${name}": work is ${work}, expected 1, 2, 3 …`);
    known.add(name);
  }
  for (const { name, after } of tasks) {
    const missing = after.find((other) => !known.has(other));
    if (missing !== undefined)
      throw new DagError(
        `task "${name}" waits for "${missing}": there are ${[...known].join(", ")}`,
      );
  }
  return inOrder(tasks);
}

function inOrder(tasks: readonly Task[]): Dag {
  const order: Task[] = [];
  const placed = new Set<string>();
  while (order.length < tasks.length) {
    const next = tasks.find(
      ({ name, after }) => !placed.has(name) && after.every((other) => placed.has(other)),
    );
    if (!next) {
      const stuck = tasks.filter(({ name }) => !placed.has(name)).map(({ name }) => name);
      throw new DagError(`${stuck.join(", ")} wait for one another in a circle`);
    }
    order.push(next);
    placed.add(next.name);
  }
  return order;
}

/** T1: the time one worker needs. */
export function totalWork(dag: Dag): number {
  return dag.reduce((sum, { work }) => sum + work, 0);
}

/** For each task the work from its start to the end of the graph along the longest way. */
export function remainingSpan(dag: Dag): ReadonlyMap<string, number> {
  const span = new Map<string, number>();
  for (const { name, work } of [...dag].reverse()) {
    const followers = dag.filter(({ after }) => after.includes(name));
    span.set(name, work + Math.max(0, ...followers.map((task) => span.get(task.name)!)));
  }
  return span;
}

/** T∞ and one longest way; of equal ways the one whose tasks are listed first. */
export function criticalPath(dag: Dag): {
  readonly span: number;
  readonly names: readonly string[];
} {
  const remaining = remainingSpan(dag);
  const longest = (tasks: readonly Task[]): Task | undefined =>
    tasks.reduce<Task | undefined>(
      (best, task) =>
        best && remaining.get(best.name)! >= remaining.get(task.name)! ? best : task,
      undefined,
    );
  const path: string[] = [];
  let task = longest(dag.filter(({ after }) => after.length === 0));
  const span = task ? remaining.get(task.name)! : 0;
  while (task) {
    const name = task.name;
    path.push(name);
    task = longest(dag.filter(({ after }) => after.includes(name)));
  }
  return { span, names: path };
}

/** Each task's layer: how many tasks must at least come before it, one after another. */
export function layers(dag: Dag): Task[][] {
  const depth = new Map<string, number>();
  const found: Task[][] = [];
  for (const task of dag) {
    const layer = Math.max(0, ...task.after.map((other) => depth.get(other)! + 1));
    depth.set(task.name, layer);
    (found[layer] ??= []).push(task);
  }
  return found;
}
