// The worker: boots once, runs one program after another, answers in `Reply` messages.
import type { PyodideAPI } from "pyodide";
import type { PyProxy } from "pyodide/ffi";
import { askForLine, askWhetherToStop, type Line } from "./asking.ts";
import { boot, preload } from "./boot.ts";
import { Interrupt, SIGINT } from "./interrupt.ts";
import { lent, PLACE } from "./lazy-library.ts";
import { type Boot, type Done, type Ending, LIMITS, type Order, type Reply, type Request } from "./protocol.ts";
import { Sink } from "./sink.ts";
import { LIBRARY } from "./supply.ts";

/** A method of `explainer.inpage.program.Interpreter`, called so that asyncio can wait inside. */
type Method = (...request: unknown[]) => Promise<string>;

interface Interpreter {
  pyodide: PyodideAPI;
  version: string;
  /** Whether a program can wait for a promise. */
  suspends: boolean;
  run: Method;
  call: Method;
  /** Whether a program has import statements for what is only in an archive. */
  importsFrom(archive: string, source: string, name: string): boolean;
}

const READY = "explainer.inpage.ready";
const MODULES = "modules.json.gzip";

declare const self: DedicatedWorkerGlobalScope;

let interpreter: Promise<Interpreter> | null = null;
/** Shared with the page, where the host's headers allow that. */
let flag: Int32Array | null = null;
/** Whether the service worker has answered this worker before. */
let answered = false;
/** Gives the line that a suspended program waits for. */
let giveLine: ((line: Line) => void) | null = null;
/** The bytes of the library, for honest progress. */
let libraryBytes = 0;
/** The order that the library was last fetched for: what did not come then fails at its import. */
let fetchedFor = 0;

const { hash, href } = self.location;
if (hash !== "") preload(new URL(`../${hash.slice(1)}`, href).href);

self.onmessage = ({ data }: MessageEvent<Request>) => {
  if (data.kind === "boot") interpreter = start(data);
  else if (data.kind === "line") giveLine?.(data.text ?? undefined);
  else if (data.kind === "stop") giveLine?.(SIGINT);
  else void interpreter?.then((python) => carryOut(python, data));
};

function reply(message: Reply, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

async function start(request: Boot): Promise<Interpreter> {
  flag = request.flag;
  libraryBytes = request.sizes[LIBRARY] ?? 0;
  try {
    const progress = (loaded: number, total: number) => reply({ kind: "progress", loaded, total });
    const pyodide = await boot(request, progress);
    await bringModules(request, pyodide);
    const ready = pyodide.pyimport(READY);
    const python = prepare(pyodide, ready);
    reply({ kind: "ready", version: python.version });
    return python;
  } catch (error) {
    reply({ kind: "unavailable", message: words(error) });
    return new Promise(() => {}); // the page will not ask this worker again
  }
}

/** Versions other than the page's own get our modules as source, in one file. */
async function bringModules({ runtime, sizes }: Boot, { FS, runPython }: PyodideAPI): Promise<void> {
  if (!(MODULES in sizes)) return;
  const response = await fetch(`${runtime}${MODULES}`);
  if (!response.ok || response.body === null) {
    throw new Error(`${response.url} answered ${response.status}`);
  }
  const unzipped = response.body.pipeThrough(new DecompressionStream("gzip"));
  const modules: Record<string, string> = await new Response(unzipped).json();
  for (const [name, source] of Object.entries(modules)) {
    const file = `/ours/${name}`;
    FS.mkdirTree(file.slice(0, file.lastIndexOf("/")));
    FS.writeFile(file, source);
  }
  runPython("import sys; sys.path.insert(0, '/ours')");
}

function prepare(pyodide: PyodideAPI, ready: PyProxy): Interpreter {
  // Where browser or Pyodide cannot suspend WebAssembly, all runs but what waits inside asyncio.
  const suspends = "Suspending" in WebAssembly && "callPromising" in ready.run;
  const method = (name: string): Method => {
    const found = ready[name];
    const call = suspends ? found.callPromising.bind(found) : found;
    return async (...request) => call(...request);
  };
  return {
    pyodide,
    version: ready.wake(),
    suspends,
    run: method("run"),
    call: method("call"),
    importsFrom: ready.imports_from,
  };
}

async function carryOut(python: Interpreter, order: Order): Promise<void> {
  const { id } = order;
  const sink = new Sink(order.outputBytes, (stream, bytes) =>
    reply({ kind: "out", id, stream, bytes }, [bytes.buffer]),
  );
  const interrupt = interruptOf(order, sink);
  connect(python.pyodide, sink, interrupt);
  try {
    if (await fetchedLibrary(python, order)) return;
    const ask = asking(python, order, sink, interrupt);
    const ended = (): void => {
      python.pyodide.setInterruptBuffer(undefined as unknown as Uint8Array);
      if (interrupt.by !== "") reply({ kind: "interrupted", id });
    };
    const [ending = "", answer = ""] = (await answerTo(python, order, ask, ended)).split("\n");
    sink.flush();
    const done = finish(python, explained(JSON.parse(ending)), sink.printedBytes);
    reply({ kind: "done", id, done: { ...done, interruptedBy: interrupt.by }, answer });
  } catch (error) {
    sink.flush();
    reply({ kind: "fatal", id, message: words(error) });
  }
}

/**
 * Fetch the library first, if the order's imports need it: with progress, and Stop at hand. To the
 * page it is as if Python were still loading; it sends the order again.
 */
async function fetchedLibrary(python: Interpreter, order: Order): Promise<boolean> {
  if (lent === null || lent.isHere || fetchedFor === order.id) return false;
  const [source, name] =
    order.kind === "run" ? [order.source, order.name] : [`import ${order.module}`, "call"];
  if (!python.importsFrom(PLACE, source, name)) return false;
  fetchedFor = order.id;
  reply({ kind: "wait" });
  let loaded = 0;
  await lent.fetch((count) => {
    loaded += count;
    reply({ kind: "progress", loaded, total: Math.max(loaded, libraryBytes) });
  });
  reply({ kind: "ready", version: python.version });
  return true;
}

/** Some errors speak of the workings of the page: they say what that means, and what to do. */
function explained(ending: Ending): Ending {
  const why = reasonOf(ending);
  return why === "" ? ending : { ...ending, error: `${ending.error}${why}\n` };
}

function reasonOf({ kind, error }: Ending): string {
  if (kind === "OSError" && lent?.problem && !lent.isHere) {
    return `Python's library could not be fetched (${lent.problem}). With a network, Run tries again.`;
  }
  if (kind === "RuntimeError" && error.includes("Cannot stack switch")) {
    return "This browser cannot suspend WebAssembly, and what waits inside asyncio needs that. Chrome and Edge can since version 137; so can Python on your own machine.";
  }
  return "";
}

function answerTo(
  python: Interpreter,
  order: Order,
  ask: Asking | null,
  ended: () => void,
): Promise<string> {
  if (order.kind === "call") {
    return python.call(order.module, order.function, JSON.stringify(order.arguments), ended);
  }
  return python.run(order.source, order.name, order.typed, ended, ask ?? undefined);
}

function interruptOf({ id, limitMs, signals }: Order, sink: Sink): Interrupt {
  const ways = {
    flag,
    ask: signals === null ? null : () => askWhetherToStop(signals),
    answered(somebody: boolean) {
      if (somebody !== answered) reply({ kind: "signals", answered: somebody });
      answered = somebody;
    },
  };
  return new Interrupt({ id, limitMs, look: () => sink.flushIfLate() }, ways);
}

type Asking = () => Line | Promise<Line>;

/** How the program asks for a line that was not typed beforehand; null: it cannot. */
function asking(
  { suspends }: Interpreter,
  { id, signals }: Order,
  sink: Sink,
  interrupt: Interrupt,
): Asking | null {
  const begin = (by: "message" | "signal"): void => {
    sink.flush();
    interrupt.pause();
    reply({ kind: "ask", id, by });
  };
  const end = (line: Line): Line => {
    giveLine = null;
    interrupt.resume();
    if (line === SIGINT) interrupt.by = "reader";
    return line;
  };
  if (suspends) {
    return () => {
      begin("message");
      return new Promise<Line>((resolve) => (giveLine = resolve)).then(end);
    };
  }
  if (signals === null || askWhetherToStop(signals) === null) return null;
  return () => {
    begin("signal");
    return end(askForLine(signals));
  };
}

function finish(
  { pyodide }: Interpreter,
  ending: Ending,
  printedBytes: number,
): Omit<Done, "interruptedBy"> {
  const heapBytes = heapOf(pyodide);
  const grown = heapBytes > LIMITS.keepHeapBytes ? `it holds ${heapBytes} bytes of memory` : "";
  return { ...ending, printedBytes, renew: ending.renew || grown };
}

function heapOf(pyodide: PyodideAPI): number {
  return (pyodide as unknown as { _module: { HEAP8: Int8Array } })._module.HEAP8.byteLength;
}

function connect(pyodide: PyodideAPI, sink: Sink, interrupt: Interrupt): void {
  const writer = (stream: "out" | "err") => ({
    write(bytes: Uint8Array): number {
      sink.write(stream, bytes);
      return bytes.byteLength;
    },
  });
  pyodide.setStdout(writer("out"));
  pyodide.setStderr(writer("err"));
  pyodide.setInterruptBuffer(interrupt.buffer);
}

function words(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
