import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Boot } from "./protocol.ts";
import { Supplied } from "./supplied.ts";
import { type Delivery, SNAPSHOT, type Source, Supply, type Word } from "./supply.ts";

// The smallest module there is: only a real one can be cloned to a worker.
const interpreter = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
const memory = Uint8Array.of(1, 2, 3);

function source(load = async (): Promise<WebAssembly.Module> => interpreter): Source {
  return { bytes: 7, load: async (counted) => (counted(7), load()) };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

/** A worker's end of the line, and all it has heard. */
function listen(supply: Supply, context: TestContext) {
  const port = supply.open();
  context.after(() => port.close());
  const heard: Delivery[] = [];
  const target = new EventTarget();
  port.postMessage({ kind: "begun" } satisfies Word);
  port.onmessage = ({ data }: MessageEvent<Delivery>) => {
    heard.push(data);
    target.dispatchEvent(new Event("heard"));
  };
  const hears = async <Kind extends Delivery["kind"]>(kind: Kind) => {
    for (;;) {
      const found = heard.find((each) => each.kind === kind);
      if (found !== undefined) return found as Extract<Delivery, { kind: Kind }>;
      await once(target, "heard");
    }
  };
  return { port, hears, heard };
}

test("the first worker gets the module, hears of its bytes, and is to fetch the memory", async (context) => {
  const worker = listen(new Supply(source()), context);
  assert.equal((await worker.hears("expected")).count, 7);
  assert.equal((await worker.hears("snapshot")).snapshot, null);
  assert.equal((await worker.hears("bytes")).count, 7);
  assert.ok((await worker.hears("module")).module instanceof WebAssembly.Module);
});

test("nothing is unpacked before a worker runs", async (context) => {
  const steps: string[] = [];
  const supply = new Supply({
    bytes: 7,
    async load(_, begun) {
      steps.push("fetched");
      await begun;
      steps.push("compiled");
      return interpreter;
    },
  });
  const port = supply.open();
  context.after(() => port.close());
  await pause();
  assert.deepEqual(steps, ["fetched"]);
  port.postMessage({ kind: "begun" } satisfies Word);
  await pause();
  assert.deepEqual(steps, ["fetched", "compiled"]);
});

test("a later worker gets what was compiled and what came back, and nothing travels", async (context) => {
  const supply = new Supply(source());
  const first = listen(supply, context);
  await first.hears("module");
  const snapshot = memory.slice().buffer;
  first.port.postMessage({ kind: "back", snapshot } satisfies Word, [snapshot]);
  await pause();
  const second = listen(supply, context);
  assert.equal((await second.hears("expected")).count, 0);
  const lent = (await second.hears("snapshot")).snapshot;
  assert.deepEqual(lent && new Uint8Array(lent), memory);
  await second.hears("module");
  const third = listen(supply, context);
  assert.equal((await third.hears("snapshot")).snapshot, null); // lent, and not given back
});

test("a download that failed is told, and tried again for the next worker", async (context) => {
  let tries = 0;
  const supply = new Supply(
    source(async () => {
      if (++tries === 1) throw new Error("no network");
      return interpreter;
    }),
  );
  assert.equal((await listen(supply, context).hears("failed")).message, "Error: no network");
  await listen(supply, context).hears("module");
});

/** What a worker makes of its supplies where the host's snapshot is `content`; null: it has none. */
async function supplied(content: Uint8Array | null, context: TestContext) {
  const host = createServer((_, response) => void response.end(content));
  await once(host.listen(0, "127.0.0.1"), "listening");
  const port = new Supply(source()).open();
  context.after(() => (port.close(), host.close(), host.closeAllConnections()));
  const runtime = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
  const sizes: Record<string, number> = content === null ? {} : { [SNAPSHOT]: content.length };
  const told: number[][] = [];
  const boot = { supply: port, runtime, sizes } as unknown as Boot;
  const worker = new Supplied(boot, (...progress) => told.push(progress));
  return { told, module: worker.module, snapshot: worker.snapshot() };
}

test("a worker fetches and unpacks the memory, and tells of all bytes", async (context) => {
  const packed = gzipSync(memory);
  const { module, snapshot, told } = await supplied(packed, context);
  assert.deepEqual(new Uint8Array(await snapshot), memory);
  await module;
  assert.deepEqual(told.at(-1), [7 + packed.length, 7 + packed.length]);
});

test("a memory that is no gzip is an error, and the module comes all the same", async (context) => {
  const { module, snapshot } = await supplied(new TextEncoder().encode("no gzip"), context);
  await assert.rejects(snapshot);
  assert.ok((await module) instanceof WebAssembly.Module);
});

test("a runtime without a memory picture says so", async (context) => {
  const { snapshot } = await supplied(null, context);
  await assert.rejects(snapshot, /no snapshot/);
});
