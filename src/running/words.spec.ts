import { nullTranslator } from '@jupyterlab/translation';
import { FakeJob } from '../jobs/testing';
import { costText, endText } from './words';

const trans = nullTranslator.load('jupyterlab_offload');

const cost = (charged: number | null, onAws: number | null) => ({
  charged,
  onAws,
  perHour: null,
  ceiling: null,
  final: true,
  upperBound: false,
  free: charged === 0
});

describe('costText', () => {
  it.each<[number | null, number | null, string]>([
    [0, 0.02, 'free, $0.020 on AWS'],
    [0, null, '$0.00'],
    [1.5, 1.5, '$1.50'],
    [null, null, '']
  ])('of %p, on AWS %p', (charged, onAws, text) => {
    expect(costText(cost(charged, onAws), trans)).toBe(text);
  });
});

describe('endText', () => {
  it('has outcome, time and cost', () => {
    const job = new FakeJob({
      backend: 'aws',
      name: 'train-1',
      status: 'Failed'
    });
    job.seconds = 180;
    job.costs = cost(1.5, 1.5);
    expect(endText(job, trans)).toBe('train-1: Failed, 3 min 0 s, $1.50.');
  });

  it('leaves out what is not known', () => {
    const job = new FakeJob({
      backend: 'local',
      name: 'a',
      status: 'Stopped'
    });
    expect(endText(job, trans)).toBe('a: Stopped.');
  });
});
