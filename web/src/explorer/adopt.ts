// The explorer's styles, once for the whole visit; the order is that of the cascade.
import controls from "./styles/controls.css";
import flow from "./styles/flow.css";
import frame from "./styles/frame.css";
import listing from "./styles/listing.css";
import narrow from "./styles/narrow.css";
import page from "./styles/page.css";
import source from "./styles/source.css";
import step from "./styles/step.css";
import views from "./styles/views.css";

let adopted = false;

export function adopt(): void {
  if (adopted) return;
  adopted = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([frame, controls, source, listing, step, views, flow, page, narrow].join("\n"));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
