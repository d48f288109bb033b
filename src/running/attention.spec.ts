import { FakeJobStore } from '../jobs/testing';
import { Attention } from './attention';

describe('Attention', () => {
  it('keeps the list fresh while a job is active, once', async () => {
    const store = new FakeJobStore();
    const attention = new Attention(store);
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
