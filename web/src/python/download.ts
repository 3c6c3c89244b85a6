// Files that travel gzipped whatever the host does: nothing has to be set up there.

/** The content of a gzipped file while it comes; `counted` hears the bytes that travelled. */
export async function unpacked(
  address: string,
  type: string,
  counted: (count: number) => void,
): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok || response.body === null) {
    throw new Error(`${address} answered ${response.status}`);
  }
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      counted(chunk.byteLength);
      controller.enqueue(chunk);
    },
  });
  // A connection lost half-way, or a file that is not whole, ends the stream with an error.
  const content = response.body.pipeThrough(counter).pipeThrough(new DecompressionStream("gzip"));
  return new Response(content, { headers: { "Content-Type": type } });
}
