import { nullTranslator } from '@jupyterlab/translation';
import { emptySnapshot } from '../jobs/snapshot';
import type { IJobSnapshot, IPhase } from '../jobs/snapshot';
import { AT_LIMIT } from '../generated/verdict';
import {
  canStop,
  limitWords,
  reasonWords,
  statusWords,
  stretches,
  toneOf
} from './status';

const trans = nullTranslator.load('jupyterlab_offload');

function job(known: Partial<IJobSnapshot>): IJobSnapshot {
  return { ...emptySnapshot({ backend: 'local', name: 'cell' }), ...known };
}

function phase(
  name: string,
  started: number,
  ended: number | null,
  message = ''
): IPhase {
  return { name, started, ended, message };
}

describe('the words for a status', () => {
  it.each([
    [{ status: 'InProgress', secondary: 'Training' }, 'Running', 'running'],
    [{ status: 'InProgress', secondary: 'Starting' }, 'Starting', 'waiting'],
    [{ status: 'InProgress', secondary: 'New' }, 'New', 'waiting'],
    [{ status: 'Completed' }, 'Done', 'good'],
    [{ status: 'Failed' }, 'Failed', 'bad'],
    [
      { status: 'Stopped', secondary: 'MaxRuntimeExceeded' },
      'Stopped at its time limit',
      'stopped'
    ],
    [{ status: 'Unknown' }, 'Sent', 'waiting']
  ] as const)('%j: %s', (known, words, tone) => {
    expect(statusWords(job(known), trans)).toBe(words);
    expect(toneOf(job(known))).toBe(tone);
  });

  it('lets a job be stopped once', () => {
    expect(canStop(job({ status: 'InProgress' }))).toBe(true);
    expect(canStop(job({ status: 'Stopping' }))).toBe(false);
    expect(canStop(job({ status: 'Completed' }))).toBe(false);
  });
});

describe('stretches', () => {
  it('joins neighbours, counts the last one on and leaves out the end', () => {
    const running = job({
      status: 'InProgress',
      phases: [
        phase('Starting', 0, 1000),
        phase('PreparingTrainingStack', 1000, 3000),
        phase('Training', 3000, null)
      ]
    });
    expect(stretches(running, 8000, trans)).toEqual([
      { words: 'Starting', seconds: 3, lasts: false, message: '' },
      { words: 'Running', seconds: 5, lasts: true, message: '' }
    ]);
  });

  it('has what the backend said of each, cut', () => {
    const waiting = job({
      status: 'InProgress',
      phases: [
        phase('Starting', 0, 1000, 'no capacity'),
        phase('Downloading', 1000, 2000, 'x'.repeat(300)),
        phase('Starting', 2000, 3000, 'waits'),
        phase('Pending', 3000, null)
      ]
    });
    const messages = (known: IJobSnapshot) =>
      stretches(known, 4000, trans).map(one => one.message);
    const long = `${'x'.repeat(200)}…`;
    expect(messages(waiting)).toEqual(['no capacity', long, '']);
    const over = { ...waiting, status: 'Stopped' as const };
    expect(messages(over)).toEqual(['no capacity', long, 'waits']);
  });

  it('takes the limit that ended a job for no phase of it', () => {
    const ended = job({
      status: 'Stopped',
      ended: 6000,
      phases: [
        phase('Training', 3000, 6000),
        phase('MaxRuntimeExceeded', 6000, 6000)
      ]
    });
    expect(stretches(ended, 99_000, trans).map(one => one.words)).toEqual([
      'Running'
    ]);
  });

  it('does not count on after the end, nor backwards', () => {
    const ended = job({
      status: 'Failed',
      ended: 6000,
      phases: [phase('Training', 3000, null), phase('Failed', 6000, 6000)]
    });
    expect(stretches(ended, 99_000, trans)).toEqual([
      { words: 'Running', seconds: 3, lasts: false, message: '' }
    ]);
    const skewed = job({
      status: 'InProgress',
      phases: [phase('Training', 9000, null)]
    });
    expect(stretches(skewed, 1000, trans)[0].seconds).toBe(0);
  });
});

describe('the words for a job that its limit has ended', () => {
  const stopped = {
    status: 'Stopped',
    secondary: 'MaxRuntimeExceeded',
    maxRuntime: 600
  } as const;
  const reason = `AlgorithmError: ${AT_LIMIT}, exit code: 124`;

  it.each([
    [
      { ...stopped, reason },
      'Its cell was ended shortly before the limit of 10 min 0 s, to save what it had made until then.'
    ],
    [stopped, 'It was ended at its limit of 10 min 0 s.'],
    [
      { ...stopped, reason, maxRuntime: null },
      'Its cell was ended before the limit, to save what it made.'
    ],
    [{ ...stopped, maxRuntime: null }, ''],
    [{ status: 'Stopped', secondary: 'Stopped', maxRuntime: 600 }, ''],
    [{ status: 'InProgress', secondary: 'MaxRuntimeExceeded' }, '']
  ] as const)('%j: %s', (known, words) => {
    expect(limitWords(job(known), trans)).toBe(words);
  });
});

describe('reasonWords', () => {
  it.each([
    [
      'AlgorithmError: The cell was ended, to save what it made., exit code: 124',
      'The cell was ended, to save what it made.'
    ],
    ['AlgorithmError: no more memory', 'no more memory.'],
    ['CapacityError: no ml.p5', 'CapacityError: no ml.p5'],
    ['', '']
  ])('leaves out what AWS puts around a reason: %s', (reason, words) => {
    expect(reasonWords(reason)).toBe(words);
  });
});
