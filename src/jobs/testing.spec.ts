import { FakeJob, FakeJobStore } from './testing';

describe('FakeJobStore', () => {
  it('gives one object for one job, with what the hint says', () => {
    const store = new FakeJobStore();
    const id = { backend: 'local', name: 'cell-1' };
    const job = store.open(id, { kind: 'cell' });
    expect(store.open(id)).toBe(job);
    expect(job.snapshot).toMatchObject({ ...id, kind: 'cell' });
  });

  it('passes on what its jobs say', () => {
    const job = new FakeJob({ backend: 'local', name: 'cell-1' });
    const store = new FakeJobStore([job]);
    const seen: string[] = [];
    store.jobChanged.connect((_, changed) => {
      seen.push(changed.snapshot.status);
    });
    job.update({ status: 'Completed' });
    expect(seen).toEqual(['Completed']);
  });

  it('counts who follows a log', () => {
    const { log } = new FakeJob({ backend: 'local', name: 'cell-1' });
    const following = log.follow();
    expect(log.followers.count).toBe(1);
    following.dispose();
    following.dispose();
    expect(log.followers.count).toBe(0);
  });
});
