import type { IJobStore } from '../tokens';
import { LazyJobs } from './lazyJobs';
import { FakeJobStore } from './testing';

describe('LazyJobs', () => {
  it('makes the store with the first call, once', async () => {
    let made = 0;
    const jobs = new LazyJobs(async () => {
      made += 1;
      return new FakeJobStore();
    });
    expect(made).toBe(0);
    const [one, other] = await Promise.all([jobs.load(), jobs.load()]);
    expect(one).toBe(other);
    expect(await jobs.load()).toBe(one);
    expect(made).toBe(1);
  });

  it('is ready when somebody has had it loaded, and not before', async () => {
    const jobs = new LazyJobs(async () => new FakeJobStore());
    const heard: IJobStore[] = [];
    void jobs.ready.then(store => heard.push(store));
    await new Promise(process.nextTick);
    expect(heard).toEqual([]);
    const store = await jobs.load();
    await new Promise(process.nextTick);
    expect(heard).toEqual([store]);
  });

  it('tries again after it could not be fetched', async () => {
    let answers = false;
    const jobs = new LazyJobs(async () => {
      if (!answers) {
        throw new Error('Loading chunk 7 failed.');
      }
      return new FakeJobStore();
    });
    await expect(jobs.load()).rejects.toThrow('Loading chunk 7 failed.');
    answers = true;
    const store = await jobs.load();
    expect(await jobs.ready).toBe(store);
  });
});
