// <machine-drawing library="…/hwinfo-….zip">: the page comes with the builder's machine drawn; a
// report of the reader's is drawn by the same Python, here in the page, when the reader wants it.
import { python } from "../python/interpreter.ts";
import { LIMITS } from "../python/protocol.ts";
import type { CallOutcome, Running } from "../python/client.ts";
import { button } from "../widgets/drawing/controls.ts";
import { html } from "../widgets/drawing/dom.ts";
import { seconds } from "../widgets/drawing/number.ts";
import { adopt } from "../widgets/drawing/widget.ts";
import frameStyle from "../widgets/drawing/widget.css";
import { store } from "./here.ts";
import style from "./machine.css";
import { folded, rebuilt } from "./rebuild.ts";
import { StoreElement } from "./store-element.ts";

interface Parts {
  markup: string;
  style: string;
}

const OPTIONS = { limitMs: 60_000, outputBytes: LIMITS.outputBytes };
/** Which chapter explains a section of the report, as paths from the site's root. */
const CHAPTERS: Readonly<Record<string, string>> = {
  topology: "chapters/computing/",
  caches: "chapters/memory/",
  memory_latency: "chapters/memory/#the-ladder",
  memory: "chapters/memory/",
  limits: "chapters/amdahl/",
  scaling: "chapters/amdahl/",
  core_to_core: "chapters/buses/",
  python: "chapters/gil/",
  isa: "chapters/computing/",
  devices: "chapters/buses/",
};

class MachineDrawing extends StoreElement {
  readonly #status = html("p", { class: "machine-status", role: "status" });
  readonly #place = html("div", { class: "hw-report" });
  readonly #draw = button("Draw it and tell all", () => void this.#begin());
  readonly #stopButton = button("Stop", () => this.#running?.stop());
  #builder: HTMLElement[] = [];
  #panel: HTMLElement | null = null;
  #running: Running<CallOutcome<Parts>> | null = null;
  /** The report that is drawn, or is being drawn. */
  #report: string | null = null;

  override connectedCallback(): void {
    adopt(frameStyle);
    adopt(style);
    this.#panel ??= this.#raise();
    super.connectedCallback();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#running?.stop();
  }

  #raise(): HTMLElement {
    this.#builder = [...this.children] as HTMLElement[];
    const buttons = html("div", { class: "metal-widget-buttons" }, this.#draw, this.#stopButton);
    const body = html("div", { class: "metal-widget-body" }, this.#status, buttons);
    const panel = html(
      "div",
      {},
      html("div", { class: "metal-widget machine-draw" }, body),
      this.#place,
    );
    this.append(panel);
    return panel;
  }

  protected show(): void {
    const { report } = store;
    for (const each of this.#builder) each.hidden = report !== null;
    this.#panel!.hidden = report === null;
    if (report === this.#report) return;
    this.#running?.stop();
    this.#report = null;
    this.#place.replaceChildren();
    this.#settled(
      "Your report is here. Drawing it starts Python in this page, some 6 MB, fetched once.",
    );
    // Loading a report says that one wants to see it; coming back to the page does not.
    if (store.loadedNow || python.version !== "") void this.#begin();
  }

  async #begin(): Promise<void> {
    const { report } = store;
    if (report === null || report === this.#report) return;
    this.#report = report;
    this.#draw.hidden = true;
    this.#stopButton.hidden = false;
    this.#status.textContent = "Fetching what draws it …";
    try {
      await this.#drawn(report);
    } catch (error) {
      if (this.#report === report)
        this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  async #drawn(report: string): Promise<void> {
    const library = await fetched(this.getAttribute("library") ?? "");
    if (this.#report !== report) return; // forgotten meanwhile
    const root = new URL(this.getAttribute("root") ?? "", document.baseURI);
    const chapters = Object.fromEntries(
      Object.entries(CHAPTERS).map(([section, address]) => [
        section,
        new URL(address, root).pathname,
      ]),
    );
    const call = {
      module: "explainer.inpage.hardware",
      function: "draw",
      arguments: { library, report, chapters },
    };
    this.#running = python.call<Parts>(call, OPTIONS, { state: this.#tell, output: () => {} });
    const outcome = await this.#running.outcome;
    if (this.#report === report) this.#ended(outcome);
  }

  readonly #tell = (state: string, loaded = 0, total = 0): void => {
    const share = total > 0 ? ` ${Math.round((100 * loaded) / total)} %` : "";
    const words: Record<string, string> = {
      waiting: "Waiting for another program …",
      running: "Drawing …",
    };
    this.#status.textContent = words[state] ?? `Fetching Python …${share}`;
  };

  #ended(outcome: CallOutcome<Parts>): void {
    this.#running = null;
    if (outcome.kind === "done") {
      adopt(outcome.value.style);
      this.#place.replaceChildren(folded(rebuilt(outcome.value.markup)));
      this.#status.textContent = `Drawn in ${seconds(outcome.done.ms / 1000)} by hwinfo itself, in CPython ${python.version} in this page.`;
      this.#stopButton.hidden = true;
    } else if (outcome.kind === "error") this.#fail(lastLine(outcome.error));
    else if (outcome.kind === "stopped") this.#fail("stopped");
    else this.#fail(outcome.message);
  }

  #fail(why: string): void {
    this.#report = null;
    this.#settled(`Not drawn: ${why}. The figures above do not need it; try again when you like.`);
  }

  #settled(words: string): void {
    this.#status.textContent = words;
    this.#draw.hidden = false;
    this.#stopButton.hidden = true;
  }
}

/** A file as base64, the only form in which bytes travel as JSON. Raises: Error with the reason. */
async function fetched(address: string): Promise<string> {
  const answer = await fetch(address).catch(() => null);
  if (answer === null)
    throw new Error("there is no network, and this browser has not kept what draws it");
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

function lastLine(traceback: string): string {
  return traceback.trimEnd().split("\n").at(-1) ?? "an error without words";
}

if (!customElements.get("machine-drawing"))
  customElements.define("machine-drawing", MachineDrawing);
