// The explorer in place, under a snippet: its recorded documents, opened at what the page shows.
import { Explorer } from "./explorer.ts";
import { type Kind, Recorded } from "./recorded.ts";

/** `snippet` carries `file`, `src` and `region`, as the page's build wrote them. */
export async function openPanel(snippet: HTMLElement, place: HTMLElement): Promise<void> {
  const file = snippet.getAttribute("file") ?? "";
  const src = new URL(snippet.getAttribute("src") ?? "", document.baseURI);
  const root = new URL(src.href.slice(0, src.href.length - `snippets/${file}.py`.length));
  const response = await fetch(src);
  if (!response.ok) throw new Error(`${src.pathname} answered ${response.status}`);
  const source = await response.text();
  const regions = (snippet.getAttribute("region") ?? "").split(",").filter(Boolean);
  const base = new URL(`assets/bytecode/${file}/`, root);
  const kinds: readonly Kind[] = snippet.hasAttribute("browser") ? ["trace", "stages", "diffs"] : ["stages", "diffs"];
  const explorer = new Explorer({
    root,
    origin: new Recorded(source, base, kinds),
    regions,
    shown: { view: "bytecode" },
    name: `${file}.py`,
  });
  place.replaceChildren(explorer.root);
}
