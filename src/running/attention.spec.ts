import { ConfigModel } from '../config/model';
import { FakeJobStore } from '../jobs/testing';
import { Attention } from './attention';

function configOf(engine: boolean, paid: boolean): ConfigModel {
  const body = {
    version: '0.1.0',
    active: 'here',
    backends: [{ name: 'here', region: 'r', account: 'a', paid }],
    engine: { running: engine, version: null, problem: null }
  };
  return new ConfigModel({ request: async () => ({ status: 200, body }) });
}

describe('Attention', () => {
  it.each<[boolean, boolean, number]>([
    [false, false, 0],
    [true, false, 1],
    [false, true, 1]
  ])('engine running %p, paid %p: looks %d times', async (engine, paid, n) => {
    const store = new FakeJobStore();
    const config = configOf(engine, paid);
    const attention = new Attention(store, config);
    expect(store.refreshes).toBe(0);
    await config.refresh();
    await config.refresh();
    expect(store.refreshes).toBe(n);
    expect(attention.isWatching).toBe(false);
  });

  it('keeps the list fresh while a job is active, once', async () => {
    const store = new FakeJobStore();
    const attention = new Attention(store, configOf(false, false));
    store.sums = { active: 1, perHour: 0, today: 0 };
    const job = store.open({ backend: 'here', name: 'a' });
    job.update({ status: 'InProgress' });
    await Promise.resolve();
    expect(attention.isWatching).toBe(true);
    expect(store.watchers.count).toBe(1);
    store.sums = { active: 0, perHour: 0, today: 0 };
    job.update({ status: 'Completed' });
    await Promise.resolve();
    expect(attention.isWatching).toBe(false);
    expect(store.watchers.count).toBe(0);
  });
});
