import assert from "node:assert/strict";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { Boot } from "./protocol.ts";
import { Supplied } from "./supplied.ts";
import { type Delivery, type Source, Supply } from "./supply.ts";

// The smallest module there is: only a real one can be cloned to a worker.
const interpreter = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
const memory = Uint8Array.of(1, 2, 3);

function moduleSource(load: () => Promise<WebAssembly.Module>): Source<WebAssembly.Module> {
  return { bytes: 7, load: async (counted) => (counted(7), load()) };
}

function snapshotSource(): Source<ArrayBuffer> & { loads: number } {
  return {
    bytes: 5,
    loads: 0,
    async load(counted) {
      this.loads++;
      counted(5);
      return Uint8Array.from(gzipSync(memory)).buffer;
    },
  };
}

/** A worker's end of the line, and all it has heard. */
function listen(supply: Supply, context: TestContext) {
  const port = supply.open();
  context.after(() => port.close());
  const heard: Delivery[] = [];
  const target = new EventTarget();
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

test("the first worker gets module and snapshot, and hears of all bytes", async (context) => {
  const supply = new Supply(moduleSource(async () => interpreter), snapshotSource());
  const worker = listen(supply, context);
  assert.equal((await worker.hears("expected")).count, 12);
  assert.ok((await worker.hears("module")).module instanceof WebAssembly.Module);
  assert.ok((await worker.hears("snapshot")).gzipped);
  const counts = worker.heard.map((each) => (each.kind === "bytes" ? each.count : 0));
  assert.equal(counts.reduce((sum, count) => sum + count), 12);
});

test("a later worker gets what was compiled and what came back, and nothing travels", async (context) => {
  const source = snapshotSource();
  const supply = new Supply(moduleSource(async () => interpreter), source);
  const first = listen(supply, context);
  await first.hears("snapshot");
  const snapshot = memory.slice().buffer;
  first.port.postMessage({ snapshot }, [snapshot]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const second = listen(supply, context);
  assert.equal((await second.hears("expected")).count, 0);
  const lent = await second.hears("snapshot");
  assert.deepEqual([new Uint8Array(lent.snapshot), lent.gzipped], [memory, false]);
  await second.hears("module");
  assert.equal(source.loads, 1);
});

test("a snapshot that was lent and lost is fetched again", async (context) => {
  const source = snapshotSource();
  const supply = new Supply(moduleSource(async () => interpreter), source);
  await listen(supply, context).hears("snapshot");
  const second = listen(supply, context);
  assert.equal((await second.hears("expected")).count, 5);
  await second.hears("snapshot");
  assert.equal(source.loads, 2);
});

test("a runtime without a snapshot sends none", async (context) => {
  const worker = listen(new Supply(moduleSource(async () => interpreter), null), context);
  await worker.hears("module");
  assert.deepEqual(worker.heard.map(({ kind }) => kind), ["expected", "bytes", "module"]);
});

test("a download that failed is told, and tried again for the next worker", async (context) => {
  let tries = 0;
  const source = moduleSource(async () => {
    if (++tries === 1) throw new Error("no network");
    return interpreter;
  });
  const supply = new Supply(source, snapshotSource());
  const first = listen(supply, context);
  const { what, message } = await first.hears("failed");
  assert.deepEqual([what, message], ["module", "Error: no network"]);
  await first.hears("snapshot");
  await listen(supply, context).hears("module");
});

/** What a worker makes of what it is supplied with. */
function supplied(source: Source<ArrayBuffer>, context: TestContext) {
  const port = new Supply(moduleSource(async () => interpreter), source).open();
  context.after(() => port.close());
  return new Supplied({ supply: port } as unknown as Boot, () => {});
}

test("a worker unpacks the snapshot that travelled", async (context) => {
  const { snapshot } = supplied(snapshotSource(), context);
  assert.deepEqual(new Uint8Array(await snapshot), memory);
});

test("a worker is told of a snapshot that is no gzip, and has its module all the same", async (context) => {
  const source = { bytes: 5, load: async () => new TextEncoder().encode("no gzip").buffer };
  const { module, snapshot } = supplied(source, context);
  await assert.rejects(snapshot);
  assert.ok((await module) instanceof WebAssembly.Module);
});
