import type { IConfigModel, IJobStore, IJobs } from '../tokens';

/**
 * Asks, when the backends are known and until there is an answer, for jobs that
 * run already, but does not start the local engine for that.
 */
export function lookOnce(jobs: IJobs, config: IConfigModel): void {
  const look = () => {
    const { state } = config;
    if (state.phase !== 'ready') {
      return;
    }
    const { active, backends, engine } = state.config;
    const paid = backends.some(one => one.name === active && one.paid);
    if (paid || engine.running) {
      config.changed.disconnect(look);
      jobs.load().then(untilHeard, () => {
        // The script did not come: with the next news of the backends.
        config.changed.connect(look);
      });
    }
  };
  config.changed.connect(look);
  look();
}

/** Credentials may have expired over night: they are renewed sooner or later. */
function untilHeard(store: IJobStore): void {
  const watching = store.watch();
  const look = () => {
    if (store.health.heard !== null) {
      store.changed.disconnect(look);
      watching.dispose();
    }
  };
  store.changed.connect(look);
  look();
}
