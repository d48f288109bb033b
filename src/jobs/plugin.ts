import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IConfigModel, IJobs } from '../tokens';
import { LazyJobs } from './lazyJobs';

/** Provides the jobs to every other plugin. Asks nothing by itself. */
export const jobs: JupyterFrontEndPlugin<IJobs> = {
  id: 'jupyterlab-offload:jobs',
  description: 'Knows the jobs of the backends, and follows those looked at.',
  autoStart: true,
  requires: [IConfigModel],
  provides: IJobs,
  activate: (app: JupyterFrontEnd, config: IConfigModel): IJobs => {
    const settings = app.serviceManager.serverSettings;
    return new LazyJobs(async () => {
      const { makeStore } = await import('./makeStore');
      return makeStore(config, settings);
    });
  }
};
