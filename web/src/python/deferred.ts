export interface Deferred<Value> {
  promise: Promise<Value>;
  resolve(value: Value | PromiseLike<Value>): void;
  reject(error: unknown): void;
}

/** `Promise.withResolvers`, which Safari 16 has not. */
export function deferred<Value>(): Deferred<Value> {
  let resolve: Deferred<Value>["resolve"] = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<Value>((settle, fail) => {
    resolve = settle;
    reject = fail;
  });
  return { promise, resolve, reject };
}
