/** How a file is shown: by the end of its name, whatever is in it. */
export type Kind =
  | { readonly kind: 'picture'; readonly type: string }
  | { readonly kind: 'table' | 'text' }
  | null;

const PICTURES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  svg: 'image/svg+xml'
};
const TABLES = ['csv', 'tsv'];
// HTML is text here: it is never opened.
const TEXTS =
  'cfg err html ini ipynb json jsonl log md out py sh toml txt xml yaml yml'.split(
    ' '
  );

/** How to show a file of this name; null: it can only be downloaded. */
export function kindOf(path: string): Kind {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(PICTURES, ending)
    ? { kind: 'picture', type: PICTURES[ending] }
    : TABLES.includes(ending)
      ? { kind: 'table' }
      : TEXTS.includes(ending)
        ? { kind: 'text' }
        : null;
}
