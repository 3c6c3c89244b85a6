// Python source as coloured pieces, without a parser: enough to read by, in a few hundred bytes.

export interface Piece {
  text: string;
  /** Class of the piece as Pygments names it, so that the page's own colours apply; "" for none. */
  kind: "" | "k" | "s" | "mi" | "c" | "n" | "o" | "nf";
}

const KEYWORDS = new Set(
  (
    "False None True and as assert async await break case class continue def del elif else except " +
    "finally for from global if import in is lambda match nonlocal not or pass raise return try " +
    "type while with yield"
  ).split(" "),
);
const TOKEN =
  /(?<c>#.*)|(?<s>(?:[rbuft]{0,2})(?:"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?))|(?<n>[\p{L}_][\p{L}\p{N}_]*)|(?<mi>\d[\w.]*)|(?<o>[-+*/%@&|^~<>=!:.,;()[\]{}]+)/giu;
/** Soft keywords are words of their own unless a statement begins with them. */
const SOFT = new Set(["match", "case", "type"]);

/** Pieces by line; a string over several lines is cut at their ends. */
export function coloured(source: string): Piece[][] {
  const lines: Piece[][] = [[]];
  const add = (text: string, kind: Piece["kind"]): void => {
    for (const [at, part] of text.split(/\r\n|\r|\n/).entries()) {
      if (at > 0) lines.push([]);
      if (part !== "") lines.at(-1)!.push({ text: part, kind });
    }
  };
  let end = 0;
  let before = "";
  for (const match of source.matchAll(TOKEN)) {
    add(source.slice(end, match.index), "");
    const [text] = match;
    add(text, kindOf(match.groups!, text, before, /(^|\n)[ \t]*$/.test(source.slice(0, match.index))));
    before = text;
    end = match.index + text.length;
  }
  add(source.slice(end), "");
  return lines;
}

function kindOf(
  groups: Record<string, string | undefined>,
  text: string,
  before: string,
  first: boolean,
): Piece["kind"] {
  if (groups.c !== undefined) return "c";
  if (groups.s !== undefined) return "s";
  if (groups.mi !== undefined) return "mi";
  if (groups.o !== undefined) return "o";
  if (KEYWORDS.has(text) && (first || !SOFT.has(text))) return "k";
  return before === "def" || before === "class" ? "nf" : "n";
}
