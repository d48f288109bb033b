import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Poll } from '@lumino/polling';
import { ServerClock } from '../aws/serverClock';
import { IConfigModel, IJobStore } from '../tokens';
import { linkTo } from './links';
// The store is what this plugin provides: it is needed at once.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { Rounds } from './polling/rounds';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- as above
import { JobStore } from './store';

/** Provides the jobs to every other plugin. Asks nothing by itself. */
export const jobs: JupyterFrontEndPlugin<IJobStore> = {
  id: 'jupyterlab-offload:jobs',
  description: 'Knows the jobs of the backends, and follows those looked at.',
  autoStart: true,
  requires: [IConfigModel],
  provides: IJobStore,
  activate: (app: JupyterFrontEnd, config: IConfigModel): IJobStore => {
    const settings = app.serviceManager.serverSettings;
    const clock = new ServerClock();
    const active = (): string | null =>
      config.state.phase === 'ready' ? config.state.config.active : null;
    const store: JobStore = new JobStore({
      active,
      link: name =>
        linkTo(name, {
          config,
          settings,
          heard: clock.heard,
          priced: () => store.reprice()
        }),
      rounds: new Rounds({
        clock: () => performance.now(),
        random: () => Math.random(),
        makePoll: tick =>
          new Poll({
            name: 'jupyterlab-offload:jobs',
            factory: tick,
            linger: 0,
            standby: 'when-hidden'
          })
      }),
      clock: () => performance.now(),
      now: clock.now
    });
    let before = active();
    config.changed.connect(() => {
      if (active() !== before) {
        before = active();
        store.restart();
      }
    });
    return store;
  }
};
