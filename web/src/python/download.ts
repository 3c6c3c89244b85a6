// Files that travel gzipped whatever the host does: nothing has to be set up there.

/** How often a reader is told of progress: drawing each chunk would take longer than fetching it. */
const TELL_EVERY_MS = 50;

type Counted = (count: number) => void;
type Bytes = ReadableStream<Uint8Array<ArrayBuffer>>;

/** The body of a file, as it travels; `counted` hears the bytes that did. */
export async function travelling(address: string, counted: Counted): Promise<Bytes> {
  const response = await fetch(address);
  if (!response.ok || response.body === null) {
    throw new Error(`${address} answered ${response.status}`);
  }
  return response.body.pipeThrough(counter(counted));
}

/** A file that is not whole, or was never gzipped, ends the content with an error. */
export function unzipped(body: Bytes, type = ""): Response {
  const content = body.pipeThrough(new DecompressionStream("gzip"));
  return new Response(content, { headers: { "Content-Type": type } });
}

function counter(
  counted: Counted,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let [untold, toldAt] = [0, performance.now()];
  const tell = (): void => {
    counted(untold);
    [untold, toldAt] = [0, performance.now()];
  };
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk);
      untold += chunk.byteLength;
      if (performance.now() - toldAt >= TELL_EVERY_MS) tell();
    },
    flush: tell,
  });
}
