import type { Cell, CodeCell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';

/** Which cells a command is about. */
export type Scope = 'active' | 'selected';

/** The code cells of a scope, in the order of the notebook. */
export function codeCells(notebook: Notebook, scope: Scope): CodeCell[] {
  const cells =
    scope === 'active'
      ? [notebook.activeCell]
      : notebook.widgets.filter(cell => notebook.isSelectedOrActive(cell));
  return cells.filter(isCode);
}

function isCode(cell: Cell | null): cell is CodeCell {
  return cell?.model.type === 'code';
}
