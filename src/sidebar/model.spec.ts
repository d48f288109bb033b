import { FakeJob } from '../jobs/testing';
import type { JobStatus } from '../jobs/snapshot';
import {
  DEFAULT_CHOICE,
  filterOf,
  isAllOfMine,
  itemsOf,
  ownersOf
} from './model';

function job(name: string, status: JobStatus, owner = ''): FakeJob {
  return new FakeJob({ backend: 'local', name, status, owner });
}

const HERE = { notebook: 'a.ipynb', cells: new Set(['3f2b9c1e']) };

describe('filterOf', () => {
  it('asks for all of one’s own jobs by default', () => {
    expect(filterOf(DEFAULT_CHOICE, HERE)).toEqual({ mine: true });
  });

  it('asks for everybody’s when told to', () => {
    const choice = { ...DEFAULT_CHOICE, whose: 'all' as const };
    expect(filterOf(choice, HERE)).toEqual({});
  });

  it('asks for what was chosen', () => {
    const choice = {
      ...DEFAULT_CHOICE,
      text: 'digits',
      status: 'failed' as const,
      whose: 'of ada' as const,
      thisNotebook: true
    };
    expect(filterOf(choice, HERE)).toEqual({
      text: 'digits',
      status: ['Failed'],
      owner: 'ada',
      ...HERE
    });
    expect(filterOf(choice, null)).not.toHaveProperty('notebook');
  });
});

describe('isAllOfMine', () => {
  it.each([
    ['the default', {}, true],
    ['another order', { sort: { by: 'name', descending: false } }, true],
    ['words', { text: 'x' }, false],
    ['a status', { status: 'failed' }, false],
    ['everybody’s', { whose: 'all' }, false],
    ['this notebook’s', { thisNotebook: true }, false]
  ] as const)('of %s', (_, change, all) => {
    expect(isAllOfMine({ ...DEFAULT_CHOICE, ...change }, HERE)).toBe(all);
  });
});

describe('itemsOf', () => {
  it('puts what runs before what has ended, each under its heading', () => {
    const jobs = [
      job('a', 'Completed'),
      job('b', 'InProgress'),
      job('c', 'Failed'),
      job('d', 'Unknown')
    ];
    const told = itemsOf(jobs).map(item =>
      item.kind === 'job' ? item.job.id.name : [item.active, item.count]
    );
    expect(told).toEqual([[true, 2], 'b', 'd', [false, 2], 'a', 'c']);
  });

  it('has no heading over nothing', () => {
    expect(itemsOf([])).toEqual([]);
    expect(itemsOf([job('a', 'Failed')])).toHaveLength(2);
  });
});

describe('ownersOf', () => {
  it('names each once', () => {
    const jobs = ['bob', 'ada', '', 'bob'].map(owner =>
      job('x', 'Failed', owner)
    );
    expect(ownersOf(jobs)).toEqual(['ada', 'bob']);
  });
});
