import type { ISentJob } from '../generated/sent';
import { isJobName } from './names';

/** Seconds are not believed that are no moment of these jobs. */
const LATEST = 1e11;

/**
 * The jobs in the answer of `offload/sent`; those that are not understood are
 * left out: the server may be of another version.
 */
export function readSent(body: unknown): ISentJob[] {
  const jobs: unknown = (body as { jobs?: unknown } | null | undefined)?.jobs;
  return Array.isArray(jobs) ? jobs.flatMap(Private.read) : [];
}

namespace Private {
  export function read(given: unknown): ISentJob[] {
    const { name, notebook, cell, created, ended } = (given ??
      {}) as Partial<ISentJob>;
    return typeof name === 'string' &&
      isJobName(name) &&
      typeof notebook === 'string' &&
      typeof cell === 'string' &&
      typeof created === 'number' &&
      created >= 0 &&
      created < LATEST
      ? [{ name, notebook, cell, created, ended: ended === true }]
      : [];
  }
}
