// Finds the places of a traceback that lie in the reader's own program.

export type Piece = { text: string; line: number | null };

/** The text in pieces; those that name a line of `name` carry its number. */
export function linkedPieces(text: string, name: string): Piece[] {
  const place = new RegExp(`File "${escaped(name)}", line (\\d+)`, "g");
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(place)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), line: null });
    pieces.push({ text: match[0], line: Number(match[1]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), line: null });
  return pieces;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
