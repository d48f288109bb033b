import type { NotebookPanel } from '@jupyterlab/notebook';
import { serverRoot } from '../jobs/notebooks';
import { askSilently } from './kernelQuestions';

/** A line that is one of our magics. */
const OURS = /^[ \t]*%%?offload\b/m;

/**
 * Tells a kernel where its notebook is, right before a cell of ours is sent to
 * it: a kernel is told that at its start only, and a notebook may be renamed.
 *
 * Cells are answered in the order in which they are sent, so that the cell
 * meets it, and nothing has to be remembered over reloads and restarts. What
 * is asked does nothing in a kernel that has not loaded the magics.
 */
export async function notePath(
  panel: Pick<NotebookPanel, 'context' | 'sessionContext'>,
  source: string
): Promise<void> {
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel || !OURS.test(source)) {
    return;
  }
  const note = noteExpression(panel.context.localPath, serverRoot());
  try {
    await askSilently(kernel, note, null).done;
  } catch {
    // The kernel is gone, which the cell itself will show.
  }
}

/** The Python expression; see `notebook_is` in kernel/extension.py. */
export function noteExpression(path: string, root: string): string {
  const module =
    '__import__("sys").modules["jupyterlab_offload.kernel.extension"]';
  // The strings of JSON are Python's too.
  return `${module}.notebook_is(${JSON.stringify(path)}, ${JSON.stringify(root)})`;
}
