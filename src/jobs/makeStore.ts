import type { ServerConnection } from '@jupyterlab/services';
import { Poll } from '@lumino/polling';
import { ServerClock } from '../aws/serverClock';
import type { IBackend } from '../generated/config';
import { request } from '../config/request';
import type { IConfigModel } from '../tokens';
import { linkTo } from './links';
import { readSent } from './recall';
import { Rounds } from './polling/rounds';
import { JobStore } from './store';

/** The store of a page, which asks the backends that its server knows. */
export function makeStore(
  config: IConfigModel,
  settings: ServerConnection.ISettings
): JobStore {
  const clock = new ServerClock();
  const active = (): IBackend | undefined => {
    const { state } = config;
    return state.phase === 'ready'
      ? state.config.backends.find(one => one.name === state.config.active)
      : undefined;
  };
  const name = (): string | null => active()?.name ?? null;
  // A backend that is active no more is not told of: its jobs may still run.
  const tags = new Map<string, string>();
  const ownerTag = (backend: string): string | null => {
    const { state } = config;
    const known = state.phase === 'ready' ? state.config.backends : [];
    const tag = known.find(one => one.name === backend)?.owner_tag;
    if (typeof tag === 'string') {
      tags.set(backend, tag);
    }
    return tags.get(backend) ?? null;
  };
  const ownTag = (): string | null => ownerTag(name() ?? '');
  const store: JobStore = new JobStore({
    active: name,
    ownerTag,
    identify: () => config.refreshSoon(),
    link: backend =>
      linkTo(backend, {
        config,
        settings,
        heard: clock.heard,
        priced: () => store.reprice()
      }),
    sent: async backend => {
      const { status, body } = await request(settings, 'sent', { backend });
      if (status !== 200) {
        throw new Error(`The journal was not told: ${status}.`);
      }
      return readSent(body);
    },
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
  let before = [name(), ownTag()];
  config.changed.connect(() => {
    const now = [name(), ownTag()];
    if (now.some((one, index) => one !== before[index])) {
      before = now;
      store.restart();
    }
  });
  return store;
}
