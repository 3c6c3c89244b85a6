// What an instruction's argument stands for, in as few words as `dis` uses.
import type { Instruction } from "./schema.ts";

const LONGEST = 60;

export function meaning({ jump, arg, argrepr, code, opname }: Instruction): string {
  if (jump !== null) return `to ${jump.label}`;
  if (code !== undefined) return short(/^<code object ([^,]+)/.exec(argrepr)?.[1] ?? argrepr) + " ›";
  if (argrepr === "" && arg !== null && opname !== "RESUME") return String(arg);
  return short(argrepr);
}

function short(text: string): string {
  const flat = text.replace(/\s+/g, " ");
  return flat.length <= LONGEST ? flat : `${flat.slice(0, LONGEST - 1)}…`;
}

/** `3.14` of `3.14.2`. */
export function minor(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}

/** Words in backticks become code; everything else stays text. */
export function prose(text: string): (Node | string)[] {
  return text.split(/(`[^`]+`)/).map((part) => {
    if (!part.startsWith("`")) return part;
    const code = document.createElement("code");
    code.textContent = part.slice(1, -1);
    return code;
  });
}
