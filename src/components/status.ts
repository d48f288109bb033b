import type { TranslationBundle } from '@jupyterlab/translation';
import type { IJobSnapshot } from '../jobs/snapshot';
import { formatDuration } from './format';
import { AT_LIMIT } from '../generated/verdict';
import { isTerminal } from '../jobs/snapshot';

/** How a status looks; never the only way in which it is told. */
export type Tone = 'waiting' | 'running' | 'good' | 'bad' | 'stopped';

/** The tone of a job's status. */
export function toneOf(job: IJobSnapshot): Tone {
  switch (job.status) {
    case 'Completed':
      return 'good';
    case 'Failed':
      return 'bad';
    case 'Stopped':
    case 'Stopping':
      return 'stopped';
    case 'InProgress':
      return job.secondary === 'Training' ? 'running' : 'waiting';
    default:
      return 'waiting';
  }
}

/** A job's status in a word or two. */
export function statusWords(
  job: IJobSnapshot,
  trans: TranslationBundle
): string {
  switch (job.status) {
    case 'Completed':
      return trans.__('Done');
    case 'Failed':
      return trans.__('Failed');
    case 'Stopped':
      return job.secondary === 'MaxRuntimeExceeded'
        ? trans.__('Stopped at its time limit')
        : job.secondary === 'MaxWaitTimeExceeded'
          ? trans.__('Stopped: it has waited too long for an instance')
          : trans.__('Stopped');
    case 'Stopping':
      return trans.__('Stopping');
    case 'InProgress':
      return phaseWords(job.secondary, trans);
    default:
      return trans.__('Sent');
  }
}

/** How a job's time limit has ended it; empty if it did not. */
export function limitWords(
  job: IJobSnapshot,
  trans: TranslationBundle
): string {
  if (job.status !== 'Stopped' || job.secondary !== 'MaxRuntimeExceeded') {
    return '';
  }
  const isSaved = job.reason.includes(AT_LIMIT);
  if (job.maxRuntime === null) {
    return isSaved
      ? trans.__('Its cell was ended before the limit, to save what it made.')
      : '';
  }
  const limit = formatDuration(job.maxRuntime, trans);
  return isSaved
    ? trans.__(
        'Its cell was ended shortly before the limit of %1, to save what it had made until then.',
        limit
      )
    : trans.__('It was ended at its limit of %1.', limit);
}

/** AWS's SecondaryStatus in words. A new one is shown as it is. */
export function phaseWords(phase: string, trans: TranslationBundle): string {
  switch (phase) {
    case '':
      return trans.__('In progress');
    case 'Submitted':
      return trans.__('Sent');
    case 'Pending':
    case 'Starting':
    case 'LaunchingMLInstances':
    case 'PreparingTrainingStack':
      return trans.__('Starting');
    case 'Downloading':
      return trans.__('Getting inputs');
    case 'DownloadingTrainingImage':
      return trans.__('Getting the image');
    case 'Training':
      return trans.__('Running');
    case 'Uploading':
      return trans.__('Saving results');
    case 'Interrupted':
      return trans.__('Interrupted, waiting for a new instance');
    case 'Restarting':
    case 'Updating':
      return trans.__('Restarting');
    case 'Stopping':
      return trans.__('Stopping');
    default:
      return phase;
  }
}

/** Of AWS's SecondaryStatus those that are no phase, but an end. */
const ENDS = [
  'Completed',
  'Failed',
  'Stopped',
  'MaxRuntimeExceeded',
  'MaxWaitTimeExceeded'
];

/** AWS's FailureReason without what it puts around our driver's own words. */
export function reasonWords(reason: string): string {
  const own = /^AlgorithmError: (.+?)\.?(?:, exit code: \d+)?$/s.exec(reason);
  return own ? `${own[1]}.` : reason;
}

/** Whether a job waits for its instance or its inputs, for the first time or again. */
export function isWaiting(job: IJobSnapshot): boolean {
  return (
    job.status === 'InProgress' &&
    !['Training', 'Uploading', 'Stopping'].includes(job.secondary)
  );
}

/** Whether a job may still be stopped. */
export function canStop(job: IJobSnapshot): boolean {
  return !isTerminal(job.status) && job.status !== 'Stopping';
}

/** A phase that lasted, for a strip of them; neighbours of one name are one. */
export interface IStretch {
  readonly words: string;
  readonly seconds: number;
  readonly lasts: boolean;
  /** What the backend says of it, shortened; empty if nothing. Show it as text. */
  readonly message: string;
}

/** Longer words of a backend are cut. */
const MAX_MESSAGE = 200;

/** How long each phase took, up to `now`. Ends and beginnings take no time. */
export function stretches(
  job: IJobSnapshot,
  now: number,
  trans: TranslationBundle
): IStretch[] {
  const found: IStretch[] = [];
  for (const phase of job.phases.slice(0, MAX_PHASES)) {
    if (ENDS.includes(phase.name)) {
      continue;
    }
    const words = phaseWords(phase.name, trans);
    const lasts = phase.ended === null && !isTerminal(job.status);
    const end = phase.ended ?? (lasts ? now : (job.ended ?? phase.started));
    const seconds = Math.max(0, (end - phase.started) / 1000);
    const said = phase.message.trim();
    const message =
      said.length > MAX_MESSAGE ? `${said.slice(0, MAX_MESSAGE)}…` : said;
    const before = found[found.length - 1];
    if (before?.words === words) {
      found[found.length - 1] = {
        words,
        seconds: before.seconds + seconds,
        lasts,
        // What it waited for before says nothing of the present.
        message: message || (lasts ? '' : before.message)
      };
    } else {
      found.push({ words, seconds, lasts, message });
    }
  }
  return found;
}

/** Spot jobs may begin anew many times; nobody reads more of that. */
const MAX_PHASES = 40;
