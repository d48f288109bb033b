import type { IJob, IJobFilter, IJobSort } from '../jobs/interfaces';
import type { JobStatus } from '../jobs/snapshot';
import { isTerminal } from '../jobs/snapshot';

export type StatusChoice = 'all' | 'active' | 'done' | 'failed' | 'stopped';

/** Whose jobs: one's own, everybody's, or those of one by name. */
export type Whose = 'mine' | 'all' | `of ${string}`;

/** What a person has chosen to see. */
export interface IChoice {
  readonly text: string;
  readonly status: StatusChoice;
  readonly whose: Whose;
  readonly thisNotebook: boolean;
  readonly sort: IJobSort;
}

export const DEFAULT_CHOICE: IChoice = {
  text: '',
  status: 'all',
  whose: 'mine',
  thisNotebook: false,
  sort: { by: 'created', descending: true }
};

const STATUSES: Readonly<Record<StatusChoice, readonly JobStatus[] | null>> = {
  all: null,
  active: ['Unknown', 'InProgress', 'Stopping'],
  done: ['Completed'],
  failed: ['Failed'],
  stopped: ['Stopped']
};

/** What says that a job is of the current notebook. */
export type Here = Required<Pick<IJobFilter, 'notebook' | 'cells'>>;

/** The store's filter for a choice; `here` is null without a notebook. */
export function filterOf(choice: IChoice, here: Here | null): IJobFilter {
  const status = STATUSES[choice.status];
  return {
    ...(choice.text.trim() === '' ? {} : { text: choice.text }),
    ...(status ? { status } : {}),
    ...(choice.whose === 'mine'
      ? { mine: true }
      : choice.whose === 'all'
        ? {}
        : { owner: choice.whose.slice('of '.length) }),
    ...(choice.thisNotebook ? here : {})
  };
}

/** Whether one's own jobs all show: nothing but whose they are is chosen. */
export function isAllOfMine(choice: IChoice, here: Here | null): boolean {
  const filter = filterOf(choice, here);
  return filter.mine === true && Object.keys(filter).length === 1;
}

/** Whose jobs there are, by name. */
export function ownersOf(jobs: readonly IJob[]): string[] {
  return [...new Set(jobs.map(job => job.snapshot.owner))]
    .filter(owner => owner !== '')
    .sort();
}

/** A line of the list: a heading, or a job. */
export type Item =
  | {
      readonly kind: 'heading';
      readonly active: boolean;
      readonly count: number;
    }
  | { readonly kind: 'job'; readonly job: IJob };

/** Active jobs first, then the others, each under a heading, in their order. */
export function itemsOf(jobs: readonly IJob[]): Item[] {
  const active: Item[] = [];
  const past: Item[] = [];
  for (const job of jobs) {
    const ended = isTerminal(job.snapshot.status);
    (ended ? past : active).push({ kind: 'job', job });
  }
  return [active, past].flatMap((items, index) =>
    items.length === 0
      ? []
      : [
          {
            kind: 'heading' as const,
            active: index === 0,
            count: items.length
          },
          ...items
        ]
  );
}
