// The worker: boots once, runs one program after another, answers in `Reply` messages.
import type { PyodideAPI } from "pyodide";
import type { PyProxy } from "pyodide/ffi";
import { askForLine, askWhetherToStop, type Line } from "./asking.ts";
import { boot, preload } from "./boot.ts";
import { Interrupt, SIGINT } from "./interrupt.ts";
import { type Boot, type Done, type Ending, LIMITS, type Order, type Reply, type Request } from "./protocol.ts";
import { Sink } from "./sink.ts";

/** A method of `explainer.inpage.program.Interpreter`, called so that asyncio can wait inside. */
type Method = (...request: unknown[]) => Promise<string>;

interface Interpreter {
  pyodide: PyodideAPI;
  /** Whether a program can wait for a promise. */
  suspends: boolean;
  run: Method;
  call: Method;
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
  try {
    const progress = (loaded: number, total: number) => reply({ kind: "progress", loaded, total });
    const pyodide = await boot(request, progress);
    await bringModules(request, pyodide);
    const ready = pyodide.pyimport(READY);
    const version = ready.wake();
    const python = prepare(pyodide, ready);
    reply({ kind: "ready", version });
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
  return { pyodide, suspends, run: method("run"), call: method("call") };
}

async function carryOut(python: Interpreter, order: Order): Promise<void> {
  const { id } = order;
  const sink = new Sink(order.outputBytes, (stream, bytes) =>
    reply({ kind: "out", id, stream, bytes }, [bytes.buffer]),
  );
  const interrupt = interruptOf(order, sink);
  connect(python.pyodide, sink, interrupt);
  try {
    const ask = asking(python, order, sink, interrupt);
    const ended = (): void => {
      python.pyodide.setInterruptBuffer(undefined as unknown as Uint8Array);
      if (interrupt.by !== "") reply({ kind: "interrupted", id });
    };
    const [ending = "", answer = ""] = (await answerTo(python, order, ask, ended)).split("\n");
    sink.flush();
    const done = finish(python, JSON.parse(ending), sink.printedBytes);
    reply({ kind: "done", id, done: { ...done, interruptedBy: interrupt.by }, answer });
  } catch (error) {
    sink.flush();
    reply({ kind: "fatal", id, message: words(error) });
  }
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
