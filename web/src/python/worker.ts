// The worker: boots once, runs one program after another, answers in `Reply` messages.
import type { PyodideAPI } from "pyodide";
import { boot } from "./boot.ts";
import { type Boot, type Done, type Ending, LIMITS, type Order, type Reply, type Request } from "./protocol.ts";
import { Sink } from "./sink.ts";
import { Travelled } from "./supplied.ts";

/** A method of `explainer.inpage.program.Interpreter`, called so that asyncio can wait inside. */
type Method = (...request: unknown[]) => Promise<string>;

interface Interpreter {
  pyodide: PyodideAPI;
  run: Method;
  call: Method;
}

const START = `
from explainer.inpage.ready import interpreter, wake
wake()
run, call = interpreter.run_as_json, interpreter.call_as_json
`;

const MODULES = "modules.json.gzip";

declare const self: DedicatedWorkerGlobalScope;

let interpreter: Promise<Interpreter> | null = null;

self.onmessage = ({ data }: MessageEvent<Request>) => {
  if (data.kind === "boot") interpreter = start(data);
  else void interpreter?.then((python) => carryOut(python, data));
};

function reply(message: Reply, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

async function start(request: Boot): Promise<Interpreter> {
  try {
    const progress = (loaded: number, total: number) => reply({ kind: "progress", loaded, total });
    const pyodide = await boot(request, new Travelled(progress));
    await bringModules(request, pyodide);
    const python = prepare(pyodide);
    reply({ kind: "ready", version: pyodide.runPython("import sys; sys.version.split()[0]") });
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

function prepare(pyodide: PyodideAPI): Interpreter {
  const names = pyodide.runPython("dict()");
  pyodide.runPython(START, { globals: names });
  // Where browser or Pyodide cannot suspend WebAssembly, all runs but what waits inside asyncio.
  const canSuspend = "Suspending" in WebAssembly && "callPromising" in names.get("run");
  const method = (name: string): Method => {
    const found = names.get(name);
    const call = canSuspend ? found.callPromising.bind(found) : found;
    return async (...request) => call(...request);
  };
  return { pyodide, run: method("run"), call: method("call") };
}

async function carryOut(python: Interpreter, order: Order): Promise<void> {
  const { id } = order;
  const sink = new Sink(order.outputBytes, (stream, bytes) =>
    reply({ kind: "out", id, stream, bytes }, [bytes.buffer]),
  );
  connect(python.pyodide, sink, order.limitMs);
  const ended = () => python.pyodide.setInterruptBuffer(undefined as unknown as Uint8Array);
  try {
    const [ending = "", answer = ""] = (await answerTo(python, order, ended)).split("\n");
    sink.flush();
    const done = finish(python, JSON.parse(ending), sink.printedBytes);
    reply({ kind: "done", id, done, answer });
  } catch (error) {
    sink.flush();
    reply({ kind: "fatal", id, message: words(error) });
  }
}

function answerTo(python: Interpreter, order: Order, ended: () => void): Promise<string> {
  if (order.kind === "run") return python.run(order.source, order.name, order.typed, ended);
  return python.call(order.module, order.function, JSON.stringify(order.arguments), ended);
}

function finish({ pyodide }: Interpreter, ending: Ending, printedBytes: number): Done {
  const heapBytes = heapOf(pyodide);
  const grown = heapBytes > LIMITS.keepHeapBytes ? `it holds ${heapBytes} bytes of memory` : "";
  return { ...ending, printedBytes, renew: ending.renew || grown };
}

function heapOf(pyodide: PyodideAPI): number {
  return (pyodide as unknown as { _module: { HEAP8: Int8Array } })._module.HEAP8.byteLength;
}

function connect(pyodide: PyodideAPI, sink: Sink, limitMs: number | null): void {
  const writer = (stream: "out" | "err") => ({
    write(bytes: Uint8Array): number {
      sink.write(stream, bytes);
      return bytes.byteLength;
    },
  });
  pyodide.setStdout(writer("out"));
  pyodide.setStderr(writer("err"));
  pyodide.setInterruptBuffer(deadline(limitMs, sink));
}

/** Looks like a shared buffer that says "interrupt" (2, SIGINT) once, when the time is over. */
function deadline(limitMs: number | null, sink: Sink): Uint8Array {
  let endsAt = limitMs === null ? Infinity : performance.now() + limitMs;
  const signal = {
    get 0(): number {
      sink.flushIfLate();
      if (performance.now() < endsAt) return 0;
      endsAt = Infinity;
      return 2;
    },
    set 0(_: number) {
      // The interpreter clears the flag it has read; this one clears itself.
    },
  };
  return signal as unknown as Uint8Array;
}

function words(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
