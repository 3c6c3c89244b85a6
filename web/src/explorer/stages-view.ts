// What the compiler makes on its way: syntax tree, symbol table, instructions without places.
import { html } from "../widgets/drawing/dom.ts";
import type { Pseudo, PseudoInstructions, Scope, Stages, TreeNode } from "./run-schema.ts";
import type { Position } from "./schema.ts";
import type { Place } from "./spans.ts";
import { table } from "./details-view.ts";

/** Called with the beginning of the text that a part belongs to; null when no longer. */
type Point = (place: Place | null) => void;

export function stagesOf(stages: Stages, point: Point): HTMLElement[] {
  if (stages.error !== undefined) return [missing(`There are none: ${stages.error.message}.`)];
  return [
    stage("1. Syntax tree (AST)", "What the text means, without brackets and blanks", tree(stages, point), true),
    stage("2. Symbol table", "Where each name lives: local, global, cell or free", scopes(stages), true),
    stage("3. Pseudo-instructions", "Of the module itself, as first written: jumps without distances, blocks still marked", pseudo(stages.generated, point), false),
    stage("4. Optimised", "Constants folded, dead code gone; jumps get their distances after this", pseudo(stages.optimised, point), false),
  ];
}

function stage(title: string, says: string, body: HTMLElement, open: boolean): HTMLElement {
  const summary = html("summary", {}, html("b", {}, title), html("span", { class: "lab-quiet" }, ` ${says}`));
  return html("details", { class: "lab-words lab-stage", open }, summary, body);
}

function missing(why: string | null | undefined): HTMLElement {
  return html("p", { class: "lab-quiet" }, why ?? "This version does not show it.");
}

function tree({ tree: root }: Stages, point: Point): HTMLElement {
  if (root === undefined) return missing(null);
  return html("div", { class: "lab-scroller lab-tree", tabindex: 0, role: "group", "aria-label": "Syntax tree" }, html("ul", {}, node(root, point, 0)));
}

function node({ field, name, values, position, children }: TreeNode, point: Point, level: number): HTMLElement {
  const own = Object.entries(values).map(([key, value]) => html("span", { class: "lab-value" }, ` ${key}=${value}`));
  const head = [field === "" ? "" : html("span", { class: "lab-quiet" }, `${field}: `), html("b", {}, name), ...own];
  if (children.length === 0) return pointing(html("li", {}, html("span", { class: "lab-node" }, ...head)), position, point);
  const inner = html("ul", {}, ...children.map((child) => node(child, point, level + 1)));
  const details = html("details", { class: "lab-branch", open: level < 4 }, html("summary", { class: "lab-node" }, ...head), inner);
  return pointing(html("li", {}, details), position, point);
}

function pointing<Part extends HTMLElement>(part: Part, position: Position | null, point: Point): Part {
  if (position === null || position.column === null) return part;
  const place = { line: position.line, column: position.column };
  part.addEventListener("pointerover", (event) => {
    event.stopPropagation();
    point(place);
  });
  part.addEventListener("pointerleave", () => point(null));
  part.addEventListener("focusin", (event) => {
    event.stopPropagation();
    point(place);
  });
  return part;
}

function scopes({ scopes: root }: Stages): HTMLElement {
  if (root === undefined) return missing(null);
  const rows = flat(root, 0).flatMap(({ scope, level }) => {
    const title = `${"› ".repeat(level)}${scope.kind} ${scope.name}`;
    const symbols = scope.symbols.map(({ name, says }) => ["", html("code", {}, name), says.join(", ")] as const);
    return [[html("b", {}, title), "", scope.line > 0 ? `line ${scope.line}` : ""] as const, ...symbols];
  });
  return table(["Scope", "Name", "The table says"], rows);
}

function flat(scope: Scope, level: number): { scope: Scope; level: number }[] {
  return [{ scope, level }, ...scope.children.flatMap((child) => flat(child, level + 1))];
}

function pseudo(instructions: PseudoInstructions | undefined, point: Point): HTMLElement {
  if (instructions === undefined || instructions.rows.length === 0) return missing(instructions?.why_not);
  const rows = instructions.rows.map((row) => {
    const name = pointing(html("b", { tabindex: -1 }, row.opname), row.position, point);
    return [row.line === null ? "" : String(row.line), row.label ?? "", name, argumentOf(row, instructions.rows)] as const;
  });
  return table(["Line", "Label", "Instruction", "Argument"], rows);
}

function argumentOf({ arg, target }: Pseudo, rows: readonly Pseudo[]): string {
  if (target !== null) return `to ${rows[target]?.label ?? target}`;
  return arg === null ? "" : String(arg);
}
