import type { OutputEvent } from '../jobs/interfaces';
import { FakeJob } from '../jobs/testing';
import { readCard } from './cardData';
import { partStateOf } from './partState';

describe('partStateOf', () => {
  let job: FakeJob;

  const states = (kernels: (string | null)[] = [null, null, null]) =>
    kernels.map((state, index) => {
      const part = { index, count: 3, state };
      return partStateOf(readCard({ ...job.id, job: 'j-1', part })!, job);
    });

  const begun = (part: number): OutputEvent => ({ type: 'part', part });

  beforeEach(() => {
    job = new FakeJob({ backend: 'local', name: 'j-1', status: 'Stopped' });
  });

  it('is what the kernel says', () => {
    job.record.push(begun(2));
    expect(states(['done', 'ended', 'not run'])).toEqual([
      'done',
      'ended',
      'not run'
    ]);
  });

  it('is not known while the job runs, whatever a card says', () => {
    job.update({ status: 'InProgress' });
    expect(states(['done', 'ended', 'not run'])).toEqual([null, null, null]);
  });

  it('is what the record tells where the kernel has gone', () => {
    job.record.push(begun(1));
    expect(states()).toEqual(['done', 'ended', null]);
    job.record.ended = true;
    expect(states()).toEqual(['done', 'ended', 'not run']);
  });

  it('is not known of cells behind what was recorded', () => {
    job.record.push(begun(1), { type: 'truncated', part: 1 });
    job.record.ended = true;
    expect(states()).toEqual(['done', 'ended', null]);
  });

  it('is not known where nothing tells', () => {
    job.record.ended = true;
    expect(states(['on Mars', null, null])).toEqual([null, null, null]);
  });

  it('is done where all went well', () => {
    job.update({ status: 'Completed' });
    expect(states()).toEqual(['done', 'done', 'done']);
  });
});
