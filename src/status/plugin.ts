import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IConfigModel, IJobs } from '../tokens';
// The item is part of the page from its start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { BackendStatus } from './backendStatus';
import { addShowBackend, CommandIDs } from './commands';
import { Visibility } from './visibility';

const ID = 'jupyterlab-offload:status';

/** Right of the middle in the status bar; beside the kernel in a menu bar. */
const RANK = { statusBar: 20, menu: 10_020 };

/** Shows the active backend, in the status bar where there is one. */
export const status: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Shows which backend is active.',
  autoStart: true,
  requires: [IConfigModel],
  optional: [IStatusBar, ISettingRegistry, ICommandPalette, IJobs, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    model: IConfigModel,
    statusBar: IStatusBar | null,
    settings: ISettingRegistry | null,
    palette: ICommandPalette | null,
    jobs: IJobs | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_offload');
    addShowBackend(app, model, trans);
    palette?.addItem({
      command: CommandIDs.showBackend,
      category: trans.__('Offload')
    });

    const item = new BackendStatus({
      model,
      jobs,
      trans,
      onClick: () => void app.commands.execute(CommandIDs.showBackend)
    });
    item.id = 'jp-Offload-status';
    const visibility = new Visibility();
    if (statusBar) {
      statusBar.registerStatusItem(ID, {
        item,
        align: 'right',
        rank: RANK.statusBar,
        isActive: () => visibility.shown,
        activeStateChanged: visibility.changed
      });
    } else {
      // Jupyter Notebook has no status bar; the backend is shown all the same.
      app.shell.add(item, 'menu', { rank: RANK.menu });
      visibility.changed.connect(() => item.setHidden(!visibility.shown), item);
    }
    if (settings) {
      void settings.load(ID).then(loaded => visibility.follow(loaded));
    }
  }
};
