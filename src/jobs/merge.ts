import type { Known } from './describe';
import type { IJobSnapshot, JobStatus } from './snapshot';
import { isTerminal } from './snapshot';

/** What a backend told is worth more than what a notebook says. */
const TRUST: Record<IJobSnapshot['source'], number> = {
  name: 0,
  card: 1,
  list: 2,
  full: 3
};

/**
 * A snapshot with what became known. The same object if that is nothing new.
 *
 * Answers overtake each other, and Search is behind Describe: a job never goes
 * back to where it was, and what is older only fills gaps.
 */
export function merged(old: IJobSnapshot, news: Known): IJobSnapshot {
  const source = news.source ?? 'card';
  const isNewer = Private.isNewer(old, news, source);
  const next = isNewer ? { ...old, ...news } : Private.filled(old, news);
  const best = TRUST[source] > TRUST[old.source] ? source : old.source;
  const result = {
    ...next,
    source: best,
    backend: old.backend,
    name: old.name
  };
  return Private.same(old, result) ? old : result;
}

namespace Private {
  /** What an older answer says of these is wrong by now. */
  const MOVING = ['status', 'secondary', 'modified'];

  export function isNewer(
    old: IJobSnapshot,
    news: Known,
    source: IJobSnapshot['source']
  ): boolean {
    if (TRUST[source] <= TRUST.card || TRUST[old.source] <= TRUST.card) {
      return TRUST[source] > TRUST[old.source];
    }
    // A list has no reasons, by which ends are told apart.
    if (isTerminal(old.status) && TRUST[source] < TRUST[old.source]) {
      return false;
    }
    const before = rank(old.status);
    const after = rank(news.status ?? 'Unknown');
    if (before !== after) {
      return after > before;
    }
    const modified = news.modified ?? null;
    return (
      old.modified === null || modified === null || modified >= old.modified
    );
  }

  function rank(status: JobStatus): number {
    return isTerminal(status)
      ? 3
      : status === 'Stopping'
        ? 2
        : status === 'InProgress'
          ? 1
          : 0;
  }

  /** The old snapshot, but for members that it lacks and the news have. */
  export function filled(old: IJobSnapshot, news: Known): IJobSnapshot {
    const gaps = Object.entries(news).filter(
      ([key]) => !MOVING.includes(key) && isGap(old[key as keyof IJobSnapshot])
    );
    return { ...old, ...Object.fromEntries(gaps) };
  }

  function isGap(value: unknown): boolean {
    return (
      value === null ||
      value === '' ||
      value === 'Unknown' ||
      (typeof value === 'object' && Object.keys(value as object).length === 0)
    );
  }

  export function same(one: IJobSnapshot, other: IJobSnapshot): boolean {
    return JSON.stringify(one) === JSON.stringify(other);
  }
}
