import type { ServerConnection } from '@jupyterlab/services';
import { Poll } from '@lumino/polling';
import { ServerClock } from '../aws/serverClock';
import type { IConfigModel } from '../tokens';
import { linkTo } from './links';
import { Rounds } from './polling/rounds';
import { JobStore } from './store';

/** The store of a page, which asks the backends that its server knows. */
export function makeStore(
  config: IConfigModel,
  settings: ServerConnection.ISettings
): JobStore {
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
