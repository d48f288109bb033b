import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IRunningSessionManagers } from '@jupyterlab/running';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { IConfigModel, IJobs } from '../tokens';
import { lookOnce } from './firstLook';
import { followSent } from './sent';
import { Preferences } from './preferences';
import { JobSection } from './section';

const ID = 'jupyterlab-offload:running';

/** Tells of jobs that run and end: the Running panel, and notifications. */
export const running: JupyterFrontEndPlugin<void> = {
  id: ID,
  description: 'Lists running jobs, and tells when one has ended.',
  autoStart: true,
  requires: [IJobs, IConfigModel],
  optional: [IRunningSessionManagers, ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    jobs: IJobs,
    config: IConfigModel,
    managers: IRunningSessionManagers | null,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_offload');
    const section = new JobSection({ jobs, trans });
    managers?.add(section);
    const preferences = new Preferences();
    if (settings) {
      void settings.load(ID).then(loaded => preferences.follow(loaded));
    }
    void jobs.ready.then(async store => {
      const { follow } = await import('./follow');
      follow(store, { commands: app.commands, preferences, section, trans });
    });
    lookOnce(jobs, config);
    followSent(jobs, config);
  }
};
