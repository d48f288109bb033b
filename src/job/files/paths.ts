/**
 * What stands in a path without a meaning of its own, in a line of IPython
 * (which evaluates what is in braces or behind a dollar), in its quotes and in
 * JupyterLab (which reads a drive before a colon).
 */
const PLAIN = /^[\p{L}\p{M}\p{N} _.,=+@~()&#/-]{1,300}$/u;

/**
 * Whether a path leads to a file below a folder, and may be written into a
 * cell within single quotes. Paths come from hostile places.
 */
export function isPlainPath(path: string): boolean {
  return (
    PLAIN.test(path) &&
    !/^[- ]/.test(path) &&
    path.split('/').every(piece => !['', '.', '..'].includes(piece))
  );
}

/**
 * The path of a file in a folder below that of a notebook; null if it is none,
 * or leads elsewhere.
 */
export function pathBeside(
  notebook: string,
  folder: string,
  path: string
): string | null {
  const below = folder === '' ? path : `${folder}/${path}`;
  return isPlainPath(below)
    ? notebook.slice(0, notebook.lastIndexOf('/') + 1) + below
    : null;
}
