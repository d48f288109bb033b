import { readSent } from './recall';

describe('readSent', () => {
  const job = {
    ...{ name: 'a-1', notebook: '/home/ann/a.ipynb', cell: 'c1' },
    ...{ created: 1e9, ended: false }
  };

  it('reads the jobs of the journal', () => {
    const over = { ...job, name: 'a-2', ended: true };
    expect(readSent({ jobs: [job, over] })).toEqual([job, over]);
  });

  it.each([
    undefined,
    null,
    'jobs',
    { jobs: null },
    { jobs: [null, 1, 'a-1', {}] },
    { jobs: [{ ...job, name: '../x' }] },
    { jobs: [{ ...job, notebook: 1 }] },
    { jobs: [{ ...job, created: 'soon' }] },
    { jobs: [{ ...job, created: NaN }] },
    { jobs: [{ ...job, created: 1e300 }] }
  ])('leaves out what it does not understand: %j', body => {
    expect(readSent(body)).toEqual([]);
  });
});
