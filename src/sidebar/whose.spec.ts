import { nullTranslator } from '@jupyterlab/translation';
import { FakeJob, FakeJobStore } from '../jobs/testing';
import { whoseOf } from './whose';

describe('whoseOf', () => {
  const trans = nullTranslator.load('jupyterlab_offload');

  function values(me: string | null, shared: boolean, owners: string[]) {
    const jobs = owners.map(
      (owner, index) =>
        new FakeJob({ backend: 'team', name: `job-${index}`, owner })
    );
    const store = new FakeJobStore(jobs);
    store.owner = me;
    return whoseOf(store, shared, trans).map(([value]) => value);
  }

  it('offers nothing where all jobs are one’s own', () => {
    expect(values('ann', false, ['ann', ''])).toEqual([]);
  });

  it('offers everybody’s in a shared account, whose others are not listed', () => {
    expect(values('ann', true, ['ann'])).toEqual(['mine', 'all']);
  });

  it('names the others that are known', () => {
    expect(values('ann', true, ['bob', 'ann', 'cy'])).toEqual([
      'mine',
      'all',
      'of bob',
      'of cy'
    ]);
  });

  it('offers nothing while it is not known who one is', () => {
    expect(values(null, true, ['bob', 'cy'])).toEqual([]);
  });
});
