import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, ISessionContextDialogs } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IConfigModel } from '../tokens';
import { Attempts } from './attempts';
import { addSubmitCommands, CommandIDs } from './commands';
import { sayFailure } from './sayings';
import type { Scope } from './targets';

/** Offloads cells: menu, toolbars and shortcut come with the plugin's settings. */
export const submit: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-offload:submit',
  description: 'Offloads cells of a notebook from menus and toolbars.',
  autoStart: true,
  requires: [INotebookTracker, IConfigModel],
  optional: [ICommandPalette, ISessionContextDialogs, IStateDB, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    config: IConfigModel,
    palette: ICommandPalette | null,
    dialogs: ISessionContextDialogs | null,
    state: IStateDB | null,
    translator: ITranslator | null
  ): void => {
    const languages = translator ?? nullTranslator;
    const trans = languages.load('jupyterlab_offload');
    const attempts = new Attempts<NotebookPanel>((error, again) =>
      sayFailure(error, again, trans)
    );
    const offload = (panel: NotebookPanel, scope: Scope) =>
      attempts.run(panel, async () => {
        const { Submission } = await import('./submission');
        await new Submission({
          config,
          panel,
          scope,
          state,
          dialogs,
          translator: languages
        }).run();
      });
    addSubmitCommands(app.commands, { tracker, trans, offload });
    for (const command of [
      CommandIDs.offloadCell,
      CommandIDs.offloadSelected
    ]) {
      palette?.addItem({ command, category: trans.__('Offload') });
    }
  }
};
