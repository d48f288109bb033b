import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import { notePath } from './pathNote';

/** Lets kernels know when their notebook was renamed. */
export const notebookPath: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-offload:notebook-path',
  description: 'Tells a kernel where its notebook is, before a job is sent.',
  autoStart: true,
  requires: [INotebookTracker],
  activate: (app: JupyterFrontEnd, tracker: INotebookTracker): void => {
    NotebookActions.executionScheduled.connect((_, { notebook, cell }) => {
      const panel = tracker.find(({ content }) => content === notebook);
      if (panel) {
        void notePath(panel, cell.model.sharedModel.getSource());
      }
    });
  }
};
