import type { PartialJSONObject } from '@lumino/coreutils';
import { LazyJobs } from '../jobs/lazyJobs';
import { FakeJobStore } from '../jobs/testing';
import { ConfigModel } from '../config/model';
import { lookAt } from './sent';

describe('lookAt', () => {
  async function setUp() {
    const body = {
      version: '0.1.0',
      active: 'here',
      backends: [{ name: 'here', region: 'r', account: 'a', paid: true }],
      engine: { running: false, version: null, problem: null }
    };
    const config = new ConfigModel({
      request: async () => ({ status: 200, body })
    });
    await config.refresh();
    const store = new FakeJobStore();
    const again = jest.spyOn(config, 'refreshSoon').mockReturnValue();
    const jobs = new LazyJobs(async () => store);
    return {
      again,
      asked: () => store.jobs.map(job => [job.id.name, job.refreshes]),
      look: (data: PartialJSONObject, cell = 'c1') =>
        lookAt({ data, cell }, jobs, config),
      setUpBackend: async (name: string) => {
        body.backends.push({ name, region: 'r', account: 'a', paid: true });
        await config.refresh();
      },
      store
    };
  }

  it('asks once about a job whose card nobody may have seen', async () => {
    const { again, asked, look } = await setUp();
    await look({ backend: 'here', job: 'cell-1' });
    expect(asked()).toEqual([['cell-1', 1]]);
    expect(again).not.toHaveBeenCalled();
  });

  it('waits for a backend that was just set up', async () => {
    const { again, asked, look, setUpBackend } = await setUp();
    const done = look({ backend: 'new', job: 'cell-1' });
    await setUpBackend('other');
    expect(asked()).toEqual([]);
    await setUpBackend('new');
    await done;
    expect(asked()).toEqual([['cell-1', 1]]);
    expect(again).toHaveBeenCalledTimes(1);
  });

  it('asks nothing for what names no job', async () => {
    const { again, asked, look } = await setUp();
    await look({ backend: '../x', job: '<b>' });
    expect(asked()).toEqual([]);
    expect(again).not.toHaveBeenCalled();
  });

  it('takes for one’s own what its cell has sent, not what it attached to', async () => {
    const { look, store } = await setUp();
    await look({ backend: 'here', job: 'sent', cell: { id: 'c1' } });
    await look({ backend: 'here', job: 'other', cell: { id: 'c2' } });
    await look({ backend: 'here', job: 'attached', cell: null });
    const own = store.jobs.filter(job => job.isSent);
    expect(store.jobs.length).toBe(3);
    expect(own.map(job => job.id.name)).toEqual(['sent']);
  });
});
