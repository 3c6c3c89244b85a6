import assert from "node:assert/strict";
import { once } from "node:events";
import { type TestContext, test } from "node:test";
import { type Delivery, Supply } from "./supply.ts";

// The smallest module there is: only a real one can be cloned to a worker.
const interpreter = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));

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
  const hears = async (count: number): Promise<Delivery[]> => {
    while (heard.length < count) await once(target, "heard");
    return heard.slice(0, count);
  };
  return { port, hears };
}

test("the first worker gets nothing that was kept, then the module, with its bytes told", async (context) => {
  const supply = new Supply(async (counted) => {
    counted(7);
    return interpreter;
  });
  const [kept, bytes, module] = await listen(supply, context).hears(3);
  assert.deepEqual(kept, { kind: "kept", snapshot: null, compiled: false });
  assert.deepEqual(bytes, { kind: "bytes", count: 7 });
  assert.equal(module?.kind, "module");
});

test("a later worker gets the module that is compiled, and the snapshot that came back", async (context) => {
  let compiled = 0;
  const supply = new Supply(async () => {
    compiled++;
    return interpreter;
  });
  const first = listen(supply, context);
  await first.hears(2);
  const snapshot = Uint8Array.of(1, 2, 3).buffer;
  first.port.postMessage({ snapshot }, [snapshot]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const [kept, module] = await listen(supply, context).hears(2);
  assert.ok(kept?.kind === "kept" && kept.snapshot !== null && kept.compiled);
  assert.deepEqual(new Uint8Array(kept.snapshot), Uint8Array.of(1, 2, 3));
  assert.equal(module?.kind, "module");
  assert.equal(compiled, 1);
});

test("a snapshot that was lent and lost is not promised again", async (context) => {
  const supply = new Supply(async () => interpreter);
  const first = listen(supply, context);
  first.port.postMessage({ snapshot: new ArrayBuffer(1) });
  await new Promise((resolve) => setTimeout(resolve, 20));
  listen(supply, context);
  const [kept] = await listen(supply, context).hears(1);
  assert.ok(kept?.kind === "kept" && kept.snapshot === null);
});

test("a download that failed is told, and tried again for the next worker", async (context) => {
  let tries = 0;
  const supply = new Supply(async () => {
    if (++tries === 1) throw new Error("no network");
    return interpreter;
  });
  const [, failed] = await listen(supply, context).hears(2);
  assert.deepEqual(failed, { kind: "failed", message: "Error: no network" });
  const [, module] = await listen(supply, context).hears(2);
  assert.equal(module?.kind, "module");
});
