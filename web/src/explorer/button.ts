// "Explore bytecode" under a snippet: nothing of the explorer is fetched before it is pressed.
import { html } from "../widgets/drawing/dom.ts";

/** Adds the button to the snippet's toolbar, or a toolbar with nothing else where it cannot run here. */
export function offerExplorer(snippet: HTMLElement, say: (words: string) => void): void {
  const place = html("div", { class: "python-bytecode", hidden: true });
  const button = html("button", { type: "button", class: "python-explore" }, "");
  let opened: Promise<void> | null = null;
  const show = (open: boolean): void => {
    place.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Close bytecode" : "Explore bytecode";
  };
  button.addEventListener("click", () => {
    show(place.hidden !== false);
    opened ??= import("./panel.ts").then(({ openPanel }) => openPanel(snippet, place));
    opened.catch((error: unknown) => {
      opened = null;
      show(false);
      say(`The bytecode explorer could not be opened (${String(error)}).`);
    });
  });
  show(false);
  toolbarOf(snippet).insertBefore(button, snippet.querySelector(".python-status"));
  (snippet.querySelector(".python-output") ?? toolbarOf(snippet)).after(place);
}

function toolbarOf(snippet: HTMLElement): HTMLElement {
  const known = snippet.querySelector<HTMLElement>(".python-toolbar");
  if (known !== null) return known;
  const made = html("div", { class: "python-toolbar" });
  const recorded = snippet.firstElementChild;
  if (recorded === null) snippet.append(made);
  else recorded.after(made);
  return made;
}
