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

const INNER_TICK = "\0"; // in no text that Python prints of a value

/** To stand as code in what `prose` is given, whatever it holds. */
export function coded(text: string): string {
  return `\`${text.replaceAll("`", INNER_TICK)}\``;
}

/** Words in backticks become code; everything else stays text. */
export function prose(text: string): (Node | string)[] {
  return text.split(/(`[^`]+`)/).map((part) => {
    if (!part.startsWith("`")) return part;
    const code = document.createElement("code");
    code.textContent = part.slice(1, -1).replaceAll(INNER_TICK, "`");
    return code;
  });
}
