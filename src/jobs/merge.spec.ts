import { merged } from './merge';
import { emptySnapshot } from './snapshot';
import type { IJobSnapshot } from './snapshot';

const empty = emptySnapshot({ backend: 'local', name: 'cell-1' });
const heard = (news: Partial<IJobSnapshot>): IJobSnapshot =>
  merged(empty, { source: 'full', ...news });

describe('merged', () => {
  it('believes a card until the backend is heard', () => {
    const card = merged(empty, {
      source: 'card',
      status: 'Completed',
      instanceType: 'ml.m5.large'
    });
    expect(card.status).toBe('Completed');
    const list = merged(card, { source: 'list', status: 'InProgress' });
    expect(list).toMatchObject({
      status: 'InProgress',
      instanceType: 'ml.m5.large',
      source: 'list'
    });
  });

  it('takes from a card that comes later only what is not known', () => {
    const job = merged(heard({ status: 'InProgress' }), {
      source: 'card',
      status: 'Completed',
      notebook: 'a.ipynb'
    });
    expect(job).toMatchObject({ status: 'InProgress', notebook: 'a.ipynb' });
  });

  it('never goes back from the end', () => {
    const job = heard({ status: 'Completed', modified: 5, ended: 5 });
    const late = merged(job, {
      source: 'full',
      status: 'InProgress',
      secondary: 'Training',
      modified: 9
    });
    expect(late).toBe(job);
  });

  it('lets no list say in its own words how a job has ended', () => {
    const job = heard({ status: 'Stopped', secondary: 'MaxRuntimeExceeded' });
    const listed = { source: 'list', status: 'Failed', modified: 9 } as const;
    expect(merged(job, listed).status).toBe('Stopped');
    const known = merged(empty, listed);
    expect(merged(known, { source: 'full', status: 'Stopped' }).status).toBe(
      'Stopped'
    );
  });

  it('keeps the newer of two answers of one status', () => {
    const job = heard({
      status: 'InProgress',
      secondary: 'Training',
      modified: 5
    });
    const stale = { source: 'full', status: 'InProgress' } as const;
    expect(
      merged(job, { ...stale, secondary: 'Starting', modified: 4 }).secondary
    ).toBe('Training');
    expect(
      merged(job, { ...stale, secondary: 'Uploading', modified: 6 }).secondary
    ).toBe('Uploading');
  });

  it('keeps what a shorter answer does not tell', () => {
    const job = heard({ status: 'InProgress', image: 'i', instanceCount: 2 });
    const next = merged(job, { source: 'list', status: 'Completed' });
    expect(next).toMatchObject({
      status: 'Completed',
      image: 'i',
      instanceCount: 2,
      source: 'full'
    });
  });

  it('is the same object when nothing is new', () => {
    const job = heard({ status: 'InProgress' });
    expect(merged(job, { source: 'full', status: 'InProgress' })).toBe(job);
  });

  it('never renames a job', () => {
    const job = merged(empty, { source: 'card', name: 'x', backend: 'y' });
    expect(job).toMatchObject({ backend: 'local', name: 'cell-1' });
  });
});
