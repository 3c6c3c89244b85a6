// <machine-loader>: takes a report by file, drop or paste, and lets go of it again.
import { button } from "../widgets/drawing/controls.ts";
import { freshId, html } from "../widgets/drawing/dom.ts";
import { adopt } from "../widgets/drawing/widget.ts";
import frameStyle from "../widgets/drawing/widget.css";
import { type Checked, LARGEST_CHARACTERS, NotAReport, check } from "./check.ts";
import { decoded } from "./decode.ts";
import { store } from "./here.ts";
import style from "./machine.css";

const TOO_MANY_BYTES = 2 * LARGEST_CHARACTERS; // UTF-16 takes two a character
const PASTED = "The pasted text";

class MachineLoader extends HTMLElement {
  readonly #status = html("p", { class: "machine-status", role: "status" });
  readonly #problem = html("p", { class: "metal-widget-problem", role: "alert", hidden: true });
  readonly #notices = html("ul", { class: "machine-notices", hidden: true });
  readonly #forget = button("Forget this report", () => this.#forgetIt());
  readonly #pasteArea = html("textarea", {
    id: freshId("machine-paste"),
    rows: 6,
    spellcheck: "false",
  });
  readonly #zone = html("div", { class: "machine-zone" });
  #frame: HTMLElement | null = null;
  #leave: AbortController | null = null;
  #depth = 0;

  connectedCallback(): void {
    adopt(frameStyle);
    adopt(style);
    this.#frame ??= this.#raise();
    this.#leave = new AbortController();
    this.#listen(this.#leave.signal);
    this.#showKept();
  }

  disconnectedCallback(): void {
    this.#leave?.abort();
  }

  #raise(): HTMLElement {
    const picker = html("input", {
      type: "file",
      id: freshId("machine-file"),
      accept: ".json,.html,.htm,application/json,text/html",
      class: "machine-file",
    });
    picker.addEventListener("change", () => {
      const [file] = picker.files ?? [];
      if (file !== undefined) void this.#take(file);
      picker.value = ""; // the same file, made anew, is a change too
    });
    const label = html("label", {
      for: picker.id,
      class: "metal-widget-button metal-widget-primary",
    });
    label.append("Choose a report");
    this.#zone.append(
      html("p", { class: "machine-choose" }, picker, label),
      html(
        "p",
        { class: "machine-or" },
        "or drop ",
        html("code", {}, "me.json"),
        " or ",
        html("code", {}, "me.html"),
        " here, or paste its text anywhere on this page",
      ),
    );
    const load = button("Load this text", () => this.#load(this.#pasteArea.value, PASTED));
    const paste = html(
      "details",
      { class: "metal-widget-details" },
      html("summary", {}, "Paste it by hand"),
      html("label", { for: this.#pasteArea.id }, "The report’s text, JSON or HTML"),
      this.#pasteArea,
      load,
    );
    const body = html(
      "div",
      { class: "metal-widget-body" },
      this.#status,
      this.#problem,
      this.#notices,
      this.#zone,
      paste,
      html("div", { class: "metal-widget-buttons" }, this.#forget),
    );
    const frame = html(
      "div",
      { class: "metal-widget machine-loader", role: "group", "aria-label": "Load a report" },
      body,
    );
    for (const each of this.children) (each as HTMLElement).hidden = true;
    this.append(frame);
    return frame;
  }

  #listen(signal: AbortSignal): void {
    const stop = store.listen(() => this.#showKept());
    signal.addEventListener("abort", stop);
    document.addEventListener("dragenter", (event) => this.#dragged(event, 1), { signal });
    document.addEventListener("dragleave", (event) => this.#dragged(event, -1), { signal });
    document.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault(), {
      signal,
    });
    document.addEventListener("drop", (event) => this.#dropped(event), { signal });
    document.addEventListener("paste", (event) => this.#pasted(event), { signal });
  }

  #dragged(event: DragEvent, step: 1 | -1): void {
    if (!hasFiles(event)) return;
    this.#depth = Math.max(0, this.#depth + step);
    this.#zone.classList.toggle("machine-zone-ready", this.#depth > 0);
  }

  #dropped(event: DragEvent): void {
    if (!hasFiles(event)) return;
    event.preventDefault();
    this.#depth = 0;
    this.#zone.classList.remove("machine-zone-ready");
    const [file] = event.dataTransfer?.files ?? [];
    if (file !== undefined) void this.#take(file);
  }

  #pasted(event: ClipboardEvent): void {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement)
      return;
    const [file] = event.clipboardData?.files ?? [];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (file !== undefined) void this.#take(file);
    else if (text !== "") this.#load(text, PASTED);
  }

  async #take(file: File): Promise<void> {
    const large = file.size > TOO_MANY_BYTES;
    try {
      if (large) {
        const found = `${(file.size / 2 ** 20).toFixed(0)} MiB`;
        const most = `at most ${TOO_MANY_BYTES / 2 ** 20} MiB`;
        throw new NotAReport(file.name, found, most, "Choose the file that hwinfo wrote.");
      }
      this.#load(decoded(new Uint8Array(await file.arrayBuffer())), file.name);
    } catch (error) {
      this.#refuse(
        error instanceof NotAReport
          ? error.message
          : `${file.name}: cannot be read. Was it moved? Choose it again.`,
      );
    }
  }

  #load(text: string, name: string): void {
    try {
      this.#accept(check(text, name));
    } catch (error) {
      if (!(error instanceof NotAReport)) throw error;
      this.#refuse(error.message);
    }
  }

  #accept({ kept, report, notices }: Checked): void {
    this.#problem.hidden = true;
    const remembered = store.keep(kept, report);
    const unkept = "This browser did not let it be kept: it is shown until you leave or reload.";
    this.#note(remembered ? notices : [...notices, unkept]);
    this.#pasteArea.value = "";
  }

  #refuse(message: string): void {
    this.#problem.textContent = message;
    this.#problem.hidden = false;
    this.#note([]);
  }

  #note(notices: readonly string[]): void {
    this.#notices.replaceChildren(...notices.map((text) => html("li", {}, text)));
    this.#notices.hidden = notices.length === 0;
  }

  #forgetIt(): void {
    store.forget();
    this.#note([]);
    this.#problem.hidden = true;
    this.#status.textContent = "Forgotten. The pages show the builder’s figures again.";
    this.#zone.querySelector("input")?.focus();
  }

  #showKept(): void {
    const { kept } = store;
    this.#forget.hidden = kept === null;
    if (kept === null) {
      if (this.#status.textContent?.startsWith("Forgotten") !== true)
        this.#status.textContent = "No report is loaded: the pages show the builder’s figures.";
      return;
    }
    const day = kept.takenAt === "" ? "" : `, taken ${kept.takenAt.slice(0, 10)}`;
    this.#status.textContent = `Loaded: ${kept.name}${day}. It is kept in this browser only.`;
  }
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") === true;
}

if (!customElements.get("machine-loader")) customElements.define("machine-loader", MachineLoader);
