import { ConfigModel } from '../config/model';
import { LazyJobs } from '../jobs/lazyJobs';
import { FakeJobStore } from '../jobs/testing';
import { lookOnce } from './firstLook';

function configOf(engine: boolean, paid: boolean): ConfigModel {
  const body = {
    version: '0.1.0',
    active: 'here',
    backends: [{ name: 'here', region: 'r', account: 'a', paid }],
    engine: { running: engine, version: null, problem: null }
  };
  return new ConfigModel({ request: async () => ({ status: 200, body }) });
}

describe('lookOnce', () => {
  it.each<[boolean, boolean, number]>([
    [false, false, 0],
    [true, false, 1],
    [false, true, 1]
  ])(
    'engine running %p, paid %p: looks until it has heard, or not at all',
    async (engine, paid, n) => {
      const store = new FakeJobStore();
      let loaded = 0;
      const jobs = new LazyJobs(async () => {
        loaded += 1;
        return store;
      });
      const config = configOf(engine, paid);
      lookOnce(jobs, config);
      expect(loaded).toBe(0);
      await config.refresh();
      await config.refresh();
      await new Promise(process.nextTick);
      expect(loaded).toBe(n);
      expect(store.watchers.count).toBe(n);
      store.health = {
        heard: null,
        problem: { kind: 'expired', message: '' }
      };
      store.changed.emit();
      expect(store.watchers.count).toBe(n);
      store.health = { heard: 1, problem: null };
      store.changed.emit();
      expect(store.watchers.count).toBe(0);
    }
  );
});
