// Material fetches the search index with every page; here it waits until somebody searches.
//
// Material has no setting for that, so its request is held back: a classic script in `<head>`,
// before Material's own, published as `assets/web/search.js`.
import { wantsToSearch } from "./search-intent.ts";

const INDEX = /\/search\/search_index\.json$/;
const held = new WeakSet<XMLHttpRequest>();
const original = { open: XMLHttpRequest.prototype.open, send: XMLHttpRequest.prototype.send };

XMLHttpRequest.prototype.open = function (this: XMLHttpRequest, ...request: unknown[]): void {
  if (INDEX.test(String(request[1]))) held.add(this);
  Reflect.apply(original.open, this, request);
};

XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body?: XMLHttpRequestBodyInit) {
  const send = (): void => original.send.call(this, body);
  if (held.has(this)) void intent().then(send);
  else send();
};

function intent(): Promise<void> {
  // A link from the search results (?h=) or to a search (?q=) needs the index at once.
  if (/[?&][hq]=/.test(location.search)) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = new AbortController();
    const look = (event: Event): void => {
      if (!wantsToSearch(event)) return;
      stop.abort();
      resolve();
    };
    for (const type of ["focusin", "pointerdown", "keydown"]) {
      addEventListener(type, look, { capture: true, signal: stop.signal });
    }
  });
}
