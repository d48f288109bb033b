import type { ISessionContext } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { ICellPlace } from './arguments';

/** Where an element of a notebook's page stands; null if in no notebook. */
export function placeAround(
  node: Node,
  tracker: INotebookTracker
): ICellPlace | null {
  const panel = tracker.find(one => one.node.contains(node));
  const cell = panel?.content.widgets.find(one => one.node.contains(node));
  return panel && cell
    ? { notebook: panel.context.path, cell: cell.model.id }
    : null;
}

/** What the notebook around an element computes with; null if in no notebook. */
export function sessionAround(
  node: Node,
  tracker: INotebookTracker
): ISessionContext | null {
  const panel = tracker.find(one => one.node.contains(node));
  return panel?.sessionContext ?? null;
}
