import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { useMemo } from 'react';
import { useSignal } from '../components/hooks';
import { isTellingId } from '../jobs/notebooks';
import type { Here } from './model';

/** The current notebook, kept up to date; null without one. */
export function useHere(tracker: INotebookTracker | null): Here | null {
  const panel = tracker?.currentWidget ?? null;
  const revisions = [
    useSignal(tracker?.currentChanged ?? null),
    useSignal(tracker?.widgetAdded ?? null),
    useSignal(panel?.context.pathChanged ?? null),
    useSignal(panel?.context.model.cells.changed ?? null)
  ];
  // One object as long as nothing changes: the list is made anew with another.
  return useMemo(
    () => (tracker && panel ? hereOf(panel, tracker) : null),
    [tracker, panel, ...revisions]
  );
}

/** What says that a job is of a notebook; a copy that is open has the same cells. */
export function hereOf(
  panel: NotebookPanel,
  tracker: Pick<INotebookTracker, 'forEach'>
): Here {
  const cells = new Set(idsOf(panel).filter(isTellingId));
  tracker.forEach(other => {
    // A notebook has a second view when it is shown twice.
    if (other.context !== panel.context) {
      idsOf(other).forEach(id => cells.delete(id));
    }
  });
  return { notebook: panel.context.localPath, cells };
}

function idsOf({ context }: NotebookPanel): string[] {
  return context.model.sharedModel.cells.map(cell => cell.getId());
}
