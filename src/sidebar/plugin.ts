import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { schemaOf } from '../job/arguments';
import { IConfigModel, IJobs } from '../tokens';
import { Sidebar } from './sidebar';

const ID = 'jp-Offload-sidebar';
/** Below the file browser, the running sessions and the table of contents. */
const RANK = 550;

export namespace CommandIDs {
  export const showJobs = 'offload:show-jobs';
}

/** Lists jobs at the left. */
export const sidebar: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-offload:sidebar',
  description: 'Lists the jobs at the side: what runs, what it costs.',
  autoStart: true,
  requires: [IConfigModel],
  optional: [
    IJobs,
    INotebookTracker,
    ILayoutRestorer,
    ICommandPalette,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    config: IConfigModel,
    jobs: IJobs | null,
    tracker: INotebookTracker | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ): void => {
    if (!jobs) {
      return;
    }
    const trans = (translator ?? nullTranslator).load('jupyterlab_offload');
    const widget = new Sidebar({
      commands: app.commands,
      config,
      jobs,
      tracker,
      trans
    });
    widget.id = ID;
    app.shell.add(widget, 'left', { rank: RANK });
    restorer?.add(widget, ID);
    app.commands.addCommand(CommandIDs.showJobs, {
      label: trans.__('Show Jobs'),
      caption: trans.__('Show the jobs that were sent, and what they cost'),
      describedBy: schemaOf([]),
      execute: () => app.shell.activateById(ID)
    });
    palette?.addItem({
      command: CommandIDs.showJobs,
      category: trans.__('Offload')
    });
  }
};
