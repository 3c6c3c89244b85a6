// A code object's own fields: constants, names, variables, flags, exception table.
import { html } from "../widgets/drawing/dom.ts";
import type { BytecodeDocument, CodeObject } from "./schema.ts";

const FLAGS: Record<string, string> = {
  OPTIMIZED: "locals live in numbered slots",
  NEWLOCALS: "each call has its own locals",
  VARARGS: "takes *args",
  VARKEYWORDS: "takes **kwargs",
  NESTED: "stands inside another function",
  GENERATOR: "a call gives a generator",
  NOFREE: "uses no variables of functions around it",
  COROUTINE: "a call gives a coroutine",
  ITERABLE_COROUTINE: "a generator that can be awaited",
  ASYNC_GENERATOR: "a call gives an asynchronous generator",
  HAS_DOCSTRING: "its first constant is the docstring",
  METHOD: "defined in a class body",
};

export function detailsOf(
  document: BytecodeDocument,
  code: CodeObject,
  open: (place: number) => void,
): HTMLElement[] {
  return [
    section("Signature and size", facts(code)),
    section("Flags", flags(code)),
    section("Constants (co_consts)", constants(code, document, open)),
    section("Names and variables", names(code)),
    section("Exception table", exceptions(code)),
    section("Code objects inside", children(document, code, open)),
    ...warnings(document),
  ];
}

function section(title: string, body: Node): HTMLElement {
  return html("section", { class: "lab-section" }, html("h4", {}, title), body);
}

function facts(code: CodeObject): HTMLElement {
  const last = code.instructions.at(-1);
  const bytes = last === undefined ? 0 : last.offset + 2 * (1 + units(last));
  const rows: [string, string][] = [
    ["Qualified name", code.qualname],
    ["First line", String(code.first_line)],
    ["Arguments", argumentsOf(code)],
    ["Deepest stack (co_stacksize)", String(code.stacksize)],
    ["Instructions", `${code.instructions.length}, ${bytes} bytes with caches`],
  ];
  return list(rows);
}

function units({ caches }: { caches: readonly { units: number }[] }): number {
  return caches.reduce((sum, cache) => sum + cache.units, 0);
}

function argumentsOf(code: CodeObject): string {
  const parts = [`${code.argcount} positional`];
  if (code.posonlyargcount > 0) parts.push(`${code.posonlyargcount} of them by position only`);
  if (code.kwonlyargcount > 0) parts.push(`${code.kwonlyargcount} by keyword only`);
  return parts.join(", ");
}

function flags({ flags: { value, names: set } }: CodeObject): HTMLElement {
  const number = `0x${value.toString(16)}`;
  if (set.length === 0) return html("p", {}, `${number}: none is set.`);
  const rows = set.map((name): [string, string] => [name, FLAGS[name] ?? "from __future__, or of the interpreter's own"]);
  return list([[number, "the number that holds them"], ...rows]);
}

function list(rows: readonly (readonly [string, string])[]): HTMLElement {
  return html(
    "dl",
    { class: "lab-facts" },
    ...rows.map(([name, value]) => html("div", {}, html("dt", {}, name), html("dd", {}, value))),
  );
}

function constants(code: CodeObject, document: BytecodeDocument, open: (place: number) => void): HTMLElement {
  if (code.consts.length === 0) return html("p", {}, "There are none.");
  const rows = code.consts.map(({ repr, type, code: place }, index) => {
    const value = place === undefined ? html("code", {}, repr) : opener(document, place, open);
    return [String(index), type, value] as const;
  });
  return table(["Index", "Type", "Value"], rows);
}

function names(code: CodeObject): HTMLElement {
  const groups: [string, string, string[]][] = [
    ["co_varnames", "arguments and locals", code.varnames],
    ["co_cellvars", "locals that inner functions use", code.cellvars],
    ["co_freevars", "variables of functions around it", code.freevars],
    ["co_names", "globals, attributes, imports", code.names],
  ];
  const rows = groups.map(([field, says, found]) => {
    const shown = found.map((name, index) => html("code", {}, `${index} ${name}`));
    const cell = html("span", { class: "lab-names" }, ...(shown.length > 0 ? shown : ["none"]));
    return [field, says, cell] as const;
  });
  return table(["Field", "Holds", "Index and name"], rows);
}

function exceptions(code: CodeObject): HTMLElement {
  if (code.exception_table.length === 0) return html("p", {}, "It is empty: an exception leaves this code at once.");
  const rows = code.exception_table.map((row) => [
    `${row.start_label} to ${row.end_label} (${row.start} to ${row.end})`,
    `${row.target_label} (${row.target})`,
    `${row.depth}${row.lasti ? ", then the offset of the instruction that failed" : ""}`,
  ]);
  return table(["An exception in", "goes to", "Stack is cut to"], rows);
}

function children(
  document: BytecodeDocument,
  code: CodeObject,
  open: (place: number) => void,
): HTMLElement {
  if (code.children.length === 0) return html("p", {}, "There are none.");
  return html(
    "ul",
    { class: "lab-children" },
    ...code.children.map((place) => html("li", {}, opener(document, place, open))),
  );
}

function opener(document: BytecodeDocument, place: number, open: (place: number) => void): HTMLElement {
  const inner = document.code![place]!;
  const button = html("button", { type: "button", class: "lab-link" }, `${inner.qualname}, line ${inner.first_line}`);
  button.addEventListener("click", () => open(place));
  return button;
}

function warnings({ warnings: heard = [] }: BytecodeDocument): HTMLElement[] {
  if (heard.length === 0) return [];
  const items = heard.map(({ category, message, line }) => html("li", {}, `${category} in line ${line}: ${message}`));
  return [section("The compiler warned", html("ul", {}, ...items))];
}

export function table(head: readonly string[], rows: readonly (readonly (string | Node)[])[]): HTMLElement {
  const headings = head.map((text) => html("th", { scope: "col" }, text));
  const body = rows.map((row) => html("tr", {}, ...row.map((cell) => html("td", {}, cell))));
  return html(
    "div",
    { class: "lab-scroller", tabindex: 0, role: "group", "aria-label": head.join(", ") },
    html("table", { class: "lab-plain" }, html("thead", {}, html("tr", {}, ...headings)), html("tbody", {}, ...body)),
  );
}
