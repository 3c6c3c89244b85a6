// Making elements, the little that the runner needs of it.

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (className !== "") made.className = className;
  return made;
}

export function button(label: string, className: string, act?: () => void): HTMLButtonElement {
  const made = element("button", className);
  made.type = "button";
  made.append(label);
  if (act !== undefined) made.addEventListener("click", act);
  return made;
}
