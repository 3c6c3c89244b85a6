// <python-snippet file="lists/growth" src="…/lists/growth.py" browser limit-s="60">: runs and edits
// what it shows; `limit-s` is optional.
import { offerExplorer } from "../explorer/button.ts";
import type { Outcome, Running, State } from "./client.ts";
import { CompareButton } from "./compare/button.ts";
import { Edits, fingerprint } from "./edits.ts";
import type { Editor } from "./editor.ts";
import { element } from "./elements.ts";
import { python } from "./interpreter.ts";
import { OutputPanel } from "./output.ts";
import { LIMITS } from "./protocol.ts";
import css from "./snippet.css";
import { Toolbar } from "./toolbar.ts";
import * as words from "./words.ts";

class PythonSnippet extends HTMLElement {
  #offered = false;
  #toolbar: Toolbar | null = null;
  #panel!: OutputPanel;
  #editorPlace!: HTMLElement;
  readonly #comparePlace = element("div", "python-compare-place");
  #comparing: CompareButton | null = null;
  /** The tabs or panes with code and recorded output, which the editor stands in for. */
  #recorded: HTMLElement | null = null;
  #editor: Promise<Editor> | null = null;
  #tested: Promise<string> | null = null;
  #running: Running | null = null;
  #busy = false;
  /** Stop was pressed before there was anything to stop. */
  #stopped = false;
  #edit: string | null = null;
  #limited = true;
  #outputBytes: number = LIMITS.outputBytes;

  connectedCallback(): void {
    if (this.#offered) return;
    this.#offered = true;
    this.#offerRunning();
    offerExplorer(this, (words) => this.#toolbar?.say(words));
  }

  #offerRunning(): void {
    if (!this.hasAttribute("browser")) return;
    if (!("WebAssembly" in globalThis) || !("DecompressionStream" in globalThis)) return;
    this.#edit = edits.find(this.#id)?.source ?? null;
    this.#toolbar = new Toolbar(this.#name, {
      run: () => void this.#run(),
      stop: () => this.#stop(),
      edit: () => void this.#toggleEditor(),
      reset: () => void this.#reset(),
      intent: () => python.warm(),
    });
    this.#panel = new OutputPanel(this.#name, (line) => void this.#showLine(line));
    this.#editorPlace = element("div", "python-editor");
    this.#editorPlace.hidden = true;
    this.#comparing = this.#offerComparison(this.#toolbar);
    this.#place(this.#toolbar);
    this.#toolbar.setEdited(this.#edit !== null);
    if (this.#edit !== null) this.#toolbar.say("Your edit is kept in this browser.");
  }

  disconnectedCallback(): void {
    if (this.isConnected) return;
    // Nobody would see it, or could stop it.
    this.#stop();
    this.#comparing?.close();
  }

  get #id(): string {
    return this.getAttribute("file") ?? "snippet";
  }

  get #name(): string {
    return `${this.#id}.py`;
  }

  get #limitMs(): number | null {
    if (!this.#limited) return null;
    return Number(this.getAttribute("limit-s")) * 1000 || LIMITS.runMs;
  }

  #place(toolbar: Toolbar): void {
    const parts = [this.#editorPlace, toolbar.root, this.#comparePlace, this.#panel.root];
    this.#recorded = this.firstElementChild as HTMLElement | null;
    if (this.#recorded === null) this.append(...parts);
    else this.#recorded.after(...parts);
  }

  #offerComparison(toolbar: Toolbar): CompareButton {
    const snippet = {
      id: this.#id,
      name: this.#name,
      editors: this.#editorPlace,
      below: this.#comparePlace,
      showEditor: async () => {
        if (this.#editorPlace.hidden) await this.#toggleEditor();
      },
      editor: () => this.#openEditor(),
      tested: () => this.#testedSource(),
      typed: () => this.#panel.typed,
    };
    return new CompareButton(snippet, toolbar, edits);
  }

  async #run(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#stopped = false;
    this.#toolbar?.setRunning(true);
    this.#panel.begin();
    python.warm(); // while the source may still be on its way
    try {
      this.#showEnding(await this.#outcomeOf(this.#edit ?? (await this.#testedSource())));
    } catch (error) {
      this.#toolbar?.say(`The snippet could not be fetched (${String(error)}).`);
    } finally {
      this.#running = null;
      this.#busy = false;
      this.#panel.noProgress();
      this.#panel.askNoMore();
      this.#toolbar?.setRunning(false);
    }
  }

  async #outcomeOf(source: string): Promise<Outcome> {
    if (this.#stopped) return { kind: "stopped", by: "early" };
    const program = { source, name: this.#name, typed: this.#panel.typed };
    const options = { limitMs: this.#limitMs, outputBytes: this.#outputBytes };
    this.#running = python.run(program, options, {
      state: (state, loaded, total) => this.#showState(state, loaded, total),
      output: (stream, bytes) => this.#panel.print(stream, bytes),
      asks: (answer) => this.#panel.ask(answer),
    });
    return this.#running.outcome;
  }

  #stop(): void {
    this.#stopped = true;
    this.#running?.stop();
  }

  #showState(state: State, loaded?: number, total?: number): void {
    if (state === "loading") this.#panel.progress(loaded, total);
    else this.#panel.noProgress();
    this.#toolbar?.say(state === "loading" ? words.loading(loaded, total) : words.states[state]);
  }

  #showEnding(outcome: Outcome): void {
    this.#toolbar?.say(words.ending(outcome, this.#limitMs));
    if (outcome.kind === "stopped" && outcome.by === "limit") this.#offerNoLimit();
    if (outcome.kind !== "done") return;
    const { done } = outcome;
    if (done.error !== "") this.#panel.error(done.error, this.#name);
    if (done.why === "input") this.#panel.askForInput();
    if (done.interruptedBy === "limit") this.#offerNoLimit(done.printedBytes);
    else if (done.printedBytes > this.#outputBytes) this.#offerMore(done.printedBytes);
    else this.#panel.note(`CPython ${python.version} for WebAssembly, in your browser.`);
  }

  #offerNoLimit(printedBytes = 0): void {
    const cut = printedBytes > this.#outputBytes;
    const shown = cut ? words.truncated(printedBytes, this.#outputBytes) : "";
    this.#panel.note(`${shown} Stop works at any time.`.trim(), {
      label: "Run without a time limit",
      act: () => {
        this.#limited = false;
        void this.#run();
      },
    });
  }

  #offerMore(printedBytes: number): void {
    const text = words.truncated(printedBytes, this.#outputBytes);
    if (this.#outputBytes >= LIMITS.generousOutputBytes) {
      this.#panel.note(text);
      return;
    }
    this.#panel.note(text, {
      label: `Run again and show up to ${words.bytes(LIMITS.generousOutputBytes)}`,
      act: () => {
        this.#outputBytes = LIMITS.generousOutputBytes;
        void this.#run();
      },
    });
  }

  #testedSource(): Promise<string> {
    this.#tested ??= fetchText(new URL(this.getAttribute("src") ?? "", document.baseURI));
    this.#tested.catch(() => {
      this.#tested = null;
    });
    return this.#tested;
  }

  #openEditor(): Promise<Editor> {
    this.#editor ??= Promise.all([import("./editor.ts"), this.#testedSource()]).then(
      ([{ openEditor }, tested]) => {
        this.#tellOfOldEdit(tested);
        const first = element("div", "python-first");
        this.#editorPlace.prepend(first);
        return openEditor(
          first,
          this.#edit ?? tested,
          `${this.#name}: Control-Enter runs it; Escape, then Tab leaves the editor`,
          { changed: (text) => this.#changed(text, tested), run: () => void this.#run() },
        );
      },
    );
    return this.#editor;
  }

  #tellOfOldEdit(tested: string): void {
    const kept = edits.find(this.#id);
    if (kept === null || kept.base === fingerprint(tested)) return;
    this.#toolbar?.say("Your edit is of an earlier version of this snippet; Reset shows the new one.");
  }

  async #toggleEditor(): Promise<void> {
    if (!this.#editorPlace.hidden) {
      this.#comparing?.close();
      this.#setEditing(false);
      return;
    }
    try {
      const editor = await this.#openEditor();
      this.#setEditing(true);
      editor.focus();
    } catch (error) {
      this.#editor = null;
      this.#toolbar?.say(`The editor could not be loaded (${String(error)}).`);
    }
  }

  #setEditing(editing: boolean): void {
    this.#editorPlace.hidden = !editing;
    if (this.#recorded !== null) this.#recorded.hidden = editing;
    this.#toolbar?.setEditing(editing);
  }

  #changed(text: string, tested: string): void {
    this.#edit = text === tested ? null : text;
    this.#toolbar?.setEdited(this.#edit !== null);
    // At every change: a page can be left at any moment, and a snippet is small.
    if (this.#edit === null) edits.forget(this.#id);
    else if (!edits.keep(this.#id, this.#edit, tested)) {
      this.#toolbar?.say("This browser does not let the page keep your edit.");
    }
  }

  async #reset(): Promise<void> {
    const undone = this.#edit;
    if (undone === null) return;
    const tested = await this.#testedSource();
    await this.#setText(tested, tested);
    this.#toolbar?.offer("The tested source is back.", "Undo", () => {
      void this.#setText(undone, tested);
      this.#toolbar?.say("Your edit is back.");
    });
  }

  async #setText(text: string, tested: string): Promise<void> {
    (await this.#editor)?.replace(text);
    this.#changed(text, tested);
  }

  async #showLine(line: number): Promise<void> {
    if (this.#editorPlace.hidden) await this.#toggleEditor();
    (await this.#editor)?.showLine(line);
  }
}

const edits = new Edits(storage());

function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

async function fetchText(address: URL): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address.pathname} answered ${response.status}`);
  return response.text();
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets.push(sheet);
customElements.define("python-snippet", PythonSnippet);
