// Markup from our own renderers, built anew node by node: only what is listed here gets through, so
// that no text of a report can become code, whatever it contains.

const HTML = new Set(
  (
    "a b caption code details div figcaption figure h2 h3 i li p section span summary table tbody " +
    "td th thead tr ul"
  ).split(" "),
);
const SVG = new Set("svg g rect line circle path polyline text title desc defs pattern".split(" "));
const ATTRIBUTES = new Set(
  (
    "aria-hidden aria-label aria-labelledby class cx cy d data-name height id patternUnits points r " +
    "role rx scope tabindex title viewBox width x x1 x2 y y1 y2"
  ).split(" "),
);
/** A shade or a hatching of our own, and nothing that could load anything. */
const STYLE = /^(?:--hatch: ?url\(#[\w-]+\)|background: ?(?!.*url)[\w\s(),.%#-]+);?$/;
/** A report is a section of a page here, not a page: its headings stand one level lower. */
const LOWERED: Readonly<Record<string, string>> = { h2: "h3", h3: "h4" };
const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
/** Ids of drawings, kept apart from those of the page. */
const PREFIX = "report-";

export function rebuilt(markup: string): DocumentFragment {
  const inert = new DOMParser().parseFromString(markup, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...copies(inert.body));
  return fragment;
}

/** What few want to read: their sections begin folded. */
const FOLDED = ["gaps", "facts"];

/** Long lists that come last in a report, each behind its own heading. */
export function folded(report: DocumentFragment): DocumentFragment {
  for (const name of FOLDED) {
    const section = report.querySelector(`#${PREFIX}${name}`);
    const heading = section?.querySelector("h3");
    if (!section || !heading) continue;
    const details = document.createElement("details");
    details.className = "machine";
    const summary = document.createElement("summary");
    summary.textContent = heading.textContent;
    heading.remove();
    details.append(summary, ...section.childNodes);
    section.append(details);
  }
  return report;
}

function copies(parent: Element): Node[] {
  return [...parent.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.textContent ?? "")];
    return node instanceof Element ? copyOf(node) : [];
  });
}

/** The element if it is one of ours, else nothing of it. */
function copyOf(element: Element): Node[] {
  const inSvg = element.namespaceURI === SVG_NAMESPACE;
  if (!(inSvg ? SVG : HTML).has(element.localName)) return [];
  const copy = document.createElementNS(
    inSvg ? SVG_NAMESPACE : "http://www.w3.org/1999/xhtml",
    LOWERED[element.localName] ?? element.localName,
  ) as HTMLElement | SVGElement;
  for (const { name, value } of element.attributes) setAttribute(copy, name, value);
  copy.append(...copies(element));
  return [copy];
}

function setAttribute(copy: HTMLElement | SVGElement, name: string, value: string): void {
  if (name === "style" && STYLE.test(value)) setStyle(copy, value);
  else if (name === "href" && copy.localName === "a" && isOurs(value))
    copy.setAttribute(name, value);
  else if (name === "id") copy.id = PREFIX + value;
  else if (name === "aria-labelledby") copy.setAttribute(name, prefixed(value));
  else if (ATTRIBUTES.has(name)) copy.setAttribute(name, value);
}

function setStyle(copy: HTMLElement | SVGElement, value: string): void {
  const [property = "", given = ""] = value.replace(/;$/, "").split(/:(.*)/s);
  copy.style.setProperty(property, given.replace("url(#", `url(#${PREFIX}`));
}

function prefixed(ids: string): string {
  return ids
    .split(" ")
    .map((id) => PREFIX + id)
    .join(" ");
}

function isOurs(address: string): boolean {
  try {
    const { protocol, origin } = new URL(address, document.baseURI);
    return /^https?:$/.test(protocol) && origin === location.origin;
  } catch {
    return false;
  }
}
