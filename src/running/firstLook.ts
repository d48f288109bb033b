import type { IConfigModel, IJobs } from '../tokens';

/**
 * Asks once, when the backends are known, for jobs that run already, but does
 * not start the local engine for that.
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
      void jobs.load().then(store => store.refresh());
    }
  };
  config.changed.connect(look);
  look();
}
