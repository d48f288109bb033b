/**
 * A text as searches compare it: in capitals, in which `ß` is `SS`, and with
 * each letter and its accents as one character, which file names may not have.
 */
export function folded(text: string): string {
  return text.normalize('NFKC').toUpperCase();
}

/** The words of a search, folded; none for an empty one. */
export function foldedWords(text: string): string[] {
  return folded(text).split(/\s+/).filter(Boolean);
}
