import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Poll } from '@lumino/polling';
import { FRONT_END_VERSION } from '../generated/version';
import { IConfigModel } from '../tokens';
import { advice } from './advice';
import { ConfigModel } from './model';
import { findProblem } from './problem';
import { recover } from './recovery';
import { request } from './request';

/** Provides the configuration to every other plugin. */
export const config: JupyterFrontEndPlugin<IConfigModel> = {
  id: 'jupyterlab-offload:config',
  description: 'Asks the server extension for versions and backends.',
  autoStart: true,
  provides: IConfigModel,
  activate: (app: JupyterFrontEnd): IConfigModel => {
    const settings = app.serviceManager.serverSettings;
    const model = new ConfigModel({
      request: () => request(settings, 'config')
    });
    recover(
      model,
      factory =>
        new Poll({
          auto: false,
          factory,
          frequency: recover.FREQUENCY,
          name: 'jupyterlab-offload:config',
          standby: 'when-hidden'
        })
    );
    void app.restored.then(() => model.refresh());
    return model;
  }
};

/** Says so, once for each problem, when front end and server do not fit. */
export const compatibility: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-offload:compatibility',
  description:
    'Compares the versions of the front end and of the server extension.',
  autoStart: true,
  requires: [IConfigModel],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    model: IConfigModel,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_offload');
    let shown = '';
    let told: string | null = null;
    model.changed.connect(() => {
      const problem = findProblem(model.state, FRONT_END_VERSION);
      if (problem === told) {
        return;
      }
      told = problem;
      Notification.dismiss(shown);
      if (problem === null) {
        return;
      }
      const again = {
        label: trans.__('Try Again'),
        caption: trans.__('Ask the server extension again'),
        callback: (event: MouseEvent) => {
          event.preventDefault();
          void model.refresh();
        }
      };
      shown = Notification.warning(advice(problem, trans), {
        autoClose: false,
        actions: [again]
      });
    });
  }
};
