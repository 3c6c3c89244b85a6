// The worker: boots once, runs one program after another, answers in `Reply` messages.
import type { PyodideAPI } from "pyodide";
import { boot } from "./boot.ts";
import { type Boot, type Done, type Ending, LIMITS, type Reply, type Run } from "./protocol.ts";
import { Sink } from "./sink.ts";

interface Interpreter {
  pyodide: PyodideAPI;
  /** `Interpreter.run_as_json` of `explainer.inpage.program`, so that asyncio can wait inside. */
  run(source: string, name: string, typed: string, ended: () => void): Promise<string>;
}

const START = `
from explainer.inpage.program import Interpreter
run = Interpreter(("/home/pyodide", "/tmp")).run_as_json
`;

declare const self: DedicatedWorkerGlobalScope;

let interpreter: Promise<Interpreter> | null = null;

self.onmessage = ({ data }: MessageEvent<Boot | Run>) => {
  if (data.kind === "boot") interpreter = start(data);
  else void interpreter?.then((python) => run(python, data));
};

function reply(message: Reply, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

async function start(request: Boot): Promise<Interpreter> {
  const total = bytesToFetch(request);
  try {
    const { pyodide, module } = await boot(request, (loaded) =>
      reply({ kind: "progress", loaded, total }),
    );
    const python = prepare(pyodide);
    reply({ kind: "ready", module, version: pyodide.runPython("import sys; sys.version.split()[0]") });
    return python;
  } catch (error) {
    reply({ kind: "unavailable", message: words(error) });
    return new Promise(() => {}); // the page will not ask this worker again
  }
}

function bytesToFetch({ sizes, module }: Boot): number {
  return Object.entries(sizes)
    .filter(([name]) => name.endsWith(".gzip") && !(module !== null && name.includes(".wasm")))
    .reduce((sum, [, size]) => sum + size, 0);
}

function prepare(pyodide: PyodideAPI): Interpreter {
  const names = pyodide.runPython("dict()");
  pyodide.runPython(START, { globals: names });
  const program = names.get("run");
  // Where the browser cannot suspend WebAssembly, all runs but what waits inside asyncio.
  const canSuspend = "Suspending" in WebAssembly;
  const call = canSuspend ? program.callPromising.bind(program) : program;
  return { pyodide, run: async (...request) => call(...request) };
}

async function run(python: Interpreter, request: Run): Promise<void> {
  const { id } = request;
  const sink = new Sink(request.outputBytes, (stream, bytes) =>
    reply({ kind: "out", id, stream, bytes }, [bytes.buffer]),
  );
  connect(python.pyodide, sink, request.limitMs);
  const ended = () => python.pyodide.setInterruptBuffer(undefined as unknown as Uint8Array);
  try {
    const answer = await python.run(request.source, request.name, request.typed, ended);
    sink.flush();
    reply({ kind: "done", id, done: finish(python, JSON.parse(answer), sink.printedBytes) });
  } catch (error) {
    sink.flush();
    reply({ kind: "fatal", id, message: words(error) });
  }
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
