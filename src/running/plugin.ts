import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { IRunningSessionManagers } from '@jupyterlab/running';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../job/commandIds';
import { IConfigModel, IJobStore } from '../tokens';
import type { IJob } from '../tokens';
import { Attention } from './attention';
// A job may end at any time.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { EndNotices } from './notices';
import { Preferences } from './preferences';
// The panel asks for its sections while JupyterLab starts.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { JobSection } from './section';

const ID = 'jupyterlab-offload:running';

/** Tells of jobs that run and end: the Running panel, and notifications. */
export const running: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Lists running jobs, and tells when one has ended.',
  autoStart: true,
  requires: [IJobStore, IConfigModel],
  optional: [IRunningSessionManagers, ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    store: IJobStore,
    config: IConfigModel,
    managers: IRunningSessionManagers | null,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_offload');
    const show = ({ snapshot }: IJob) => {
      const { notebook, cell } = snapshot;
      void app.commands.execute(CommandIDs.goToCell, { notebook, cell });
    };
    const stop = (job: IJob) => {
      job.stop().catch((error: Error) => {
        Notification.error(
          trans.__('%1 could not be stopped: %2', job.id.name, error.message)
        );
      });
    };
    new Attention(store, config);
    managers?.add(new JobSection({ store, trans, show, stop }));

    const preferences = new Preferences();
    if (settings) {
      void settings.load(ID).then(loaded => preferences.follow(loaded));
    }
    new EndNotices({
      store,
      trans,
      minimum: () => preferences.minimum,
      show: ({ kind, message, job }) => {
        const action = {
          label: trans.__('Show the Cell'),
          callback: () => show(job)
        };
        Notification.emit(message, kind, {
          autoClose: kind === 'success' ? 8000 : false,
          actions: job.snapshot.cell ? [action] : []
        });
      }
    });
  }
};
