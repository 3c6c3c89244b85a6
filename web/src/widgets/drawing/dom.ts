/** Elements of HTML and SVG in one call each. */

type Value = string | number | boolean | null | undefined;
type Child = Node | string;

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

export function svg<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS(SVG_NAMESPACE, tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** true gives an empty attribute; false, null and undefined give none. */
function setAttributes(element: Element, attributes: Record<string, Value>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined)
      element.setAttribute(name, String(value));
  }
}

/** A picture drawn for its real width, so that text keeps its size on a phone. */
export function picture(
  width: number,
  height: number,
  label: string,
  ...children: Node[]
): SVGSVGElement {
  const size = { viewBox: `0 0 ${width} ${height}`, width, height };
  return svg(
    "svg",
    { ...size, class: "metal-widget-picture", role: "img", "aria-label": label },
    ...children,
  );
}

let lastId = 0;

export function freshId(prefix: string): string {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
