import { PageConfig } from '@jupyterlab/coreutils';

/** Homes, where the server's root is told as `~`. */
const HOME = /^\/(?:root|(?:home|Users)\/[^/]+)\//;

/** As JupyterLab and nbformat make the ids of cells: by chance. */
const RANDOM_ID =
  /^[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?$/;

/**
 * Whether the id of a cell says by itself which cell it is: no other notebook
 * has it, but for copies. A kernel without such ids gives a cell's number, and
 * programs that write notebooks give names that each of these has.
 */
export function isTellingId(cell: string): boolean {
  return RANDOM_ID.test(cell);
}

/** The folder that the server shows; `~` stands for its user's home. */
export function serverRoot(): string {
  return PageConfig.getOption('serverRoot').replace(/\/$/, '');
}

/**
 * The path under which the front end knows a job's notebook; null if it cannot
 * be told. A kernel is told the path with all folders above the server's root.
 */
export function pathOf(notebook: string, root = serverRoot()): string | null {
  if (!notebook.startsWith('/')) {
    return notebook;
  }
  if (root.startsWith('/') || root === '') {
    return root !== '' && notebook.startsWith(`${root}/`)
      ? notebook.slice(root.length + 1)
      : null;
  }
  const home = HOME.exec(notebook);
  const folder = `${root.slice(2)}/`.replace(/^\//, '');
  const below = home && notebook.slice(home[0].length);
  return below?.startsWith(folder) ? below.slice(folder.length) : null;
}

/** Whether a job came from the notebook at a path of the front end. */
export function isFrom(
  notebook: string,
  path: string,
  root = serverRoot()
): boolean {
  const known = pathOf(notebook, root);
  return known === null ? notebook.endsWith(`/${path}`) : known === path;
}
