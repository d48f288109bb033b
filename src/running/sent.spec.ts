import { LazyJobs } from '../jobs/lazyJobs';
import { FakeJobStore } from '../jobs/testing';
import { ConfigModel } from '../config/model';
import { lookAt } from './sent';

describe('lookAt', () => {
  async function look(card: Record<string, string>) {
    const backend = { name: 'here', region: 'r', account: 'a', paid: true };
    const body = {
      version: '0.1.0',
      active: 'here',
      backends: [backend],
      engine: { running: false, version: null, problem: null }
    };
    const config = new ConfigModel({
      request: async () => ({ status: 200, body })
    });
    await config.refresh();
    const store = new FakeJobStore();
    const again = jest.fn();
    await lookAt(card, new LazyJobs(async () => store), config, again);
    return {
      again,
      asked: store.jobs.map(job => [job.id.name, job.refreshes])
    };
  }

  it('asks once about a job whose card nobody may have seen', async () => {
    const { again, asked } = await look({ backend: 'here', job: 'cell-1' });
    expect(asked).toEqual([['cell-1', 1]]);
    expect(again).not.toHaveBeenCalled();
  });

  it('asks for the backends again where one is not known', async () => {
    const { again, asked } = await look({ backend: 'new', job: 'cell-1' });
    expect(asked).toEqual([]);
    expect(again).toHaveBeenCalledTimes(1);
  });

  it('asks nothing for what names no job', async () => {
    const { again, asked } = await look({ backend: '../x', job: '<b>' });
    expect(asked).toEqual([]);
    expect(again).not.toHaveBeenCalled();
  });
});
