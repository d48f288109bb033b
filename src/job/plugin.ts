import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { mayCost } from '../config/paid';
import { IConfigModel, IJobs } from '../tokens';
// It registers commands, which are there at once; what they do comes with their
// first use.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { addCellCommands } from './cellCommands';
import { addStopCommand } from './jobCommands';

/** What may be done with a job from wherever it is shown. */
export const jobCommands: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-offload:job-commands',
  description: 'Stops jobs, brings their results, and leads to their cells.',
  autoStart: true,
  requires: [IConfigModel],
  optional: [IJobs, INotebookTracker, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    config: IConfigModel,
    jobs: IJobs | null,
    tracker: INotebookTracker | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_offload');
    if (jobs) {
      addStopCommand(app.commands, jobs, trans);
    }
    if (tracker) {
      addCellCommands(app, tracker, () => mayCost(config.state), trans);
    }
  }
};
