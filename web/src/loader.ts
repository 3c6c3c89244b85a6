// The one script every page loads: it fetches an element's code when its tag first appears.
import { elements } from "virtual:elements";

const tags = Object.keys(elements);
const asked = new Set<string>();

function load(tag: string): void {
  const fetchElement = elements[tag];
  if (fetchElement === undefined || asked.has(tag)) return;
  asked.add(tag);
  fetchElement().catch((error: unknown) => {
    asked.delete(tag); // a lost connection: the light DOM stays readable, the next page tries again
    console.warn(`<${tag}> could not be loaded:`, error);
  });
}

function look(root: ParentNode): void {
  for (const tag of tags) {
    if (!asked.has(tag) && root.querySelector(tag) !== null) load(tag);
  }
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}

// Instant navigation swaps parts of the page without running scripts again.
const observer = new MutationObserver((records) => {
  for (const { addedNodes } of records) {
    for (const node of addedNodes) {
      if (!isElement(node)) continue;
      load(node.localName);
      look(node);
    }
  }
});

if (tags.length > 0) {
  observer.observe(document.documentElement, { childList: true, subtree: true });
  look(document);
}

addEventListener("load", () => {
  const soon = globalThis.requestIdleCallback ?? ((task: () => void) => setTimeout(task, 200));
  soon(() => void keepForOffline(), { timeout: 2000 });
});

async function keepForOffline(): Promise<void> {
  const { register } = await import("./offline/register.ts");
  await register(root());
}

/** The site's root: this file is published as `<root>assets/web/loader.js`. */
function root(): URL {
  return new URL("../../", import.meta.url);
}
