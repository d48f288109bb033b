import type { IJob, IJobFilter, IJobSort } from './interfaces';
import { isFrom } from './notebooks';
import type { IJobSnapshot } from './snapshot';
import { folded, foldedWords } from './words';

/** Whose job one is, as far as that is known. */
export type Ownership = 'own' | 'perhaps' | 'another';

/** The jobs that pass, in their order or sorted. */
export function query<T extends IJob>(
  jobs: readonly T[],
  filter: IJobFilter,
  sort?: IJobSort,
  ownership: (job: T) => Ownership = () => 'own'
): readonly T[] {
  const words = foldedWords(filter.text ?? '');
  const found = jobs.filter(
    job =>
      (!filter.mine || ownership(job) !== 'another') &&
      (!filter.own || ownership(job) === 'own') &&
      Private.passes(job.snapshot, filter, words)
  );
  return sort ? Private.sorted(found, sort) : found;
}

/**
 * Whose a job is. `me` is the owner of one's own jobs at its backend, null
 * while it is not known; `shared`: others send jobs there, too.
 */
export function ownershipOf(
  { isSent, snapshot: { owner } }: IJob,
  me: string | null,
  shared: boolean
): Ownership {
  if (me !== null && owner !== '') {
    return owner === me ? 'own' : 'another';
  }
  return !shared || (isSent && owner === '') ? 'own' : 'perhaps';
}

namespace Private {
  /** Snapshots never change: what is searched is made once for each. */
  const texts = new WeakMap<IJobSnapshot, string>();

  function textOf(job: IJobSnapshot): string {
    let text = texts.get(job);
    if (text === undefined) {
      const { instanceType, name, notebook, owner, secondary, status } = job;
      text = folded(
        [name, instanceType, notebook, owner, status, secondary].join('\n')
      );
      texts.set(job, text);
    }
    return text;
  }

  export function passes(
    job: IJobSnapshot,
    filter: IJobFilter,
    words: readonly string[]
  ): boolean {
    return (
      (filter.backend === undefined || job.backend === filter.backend) &&
      (filter.notebook === undefined ||
        isFrom(job.notebook, filter.notebook) ||
        filter.cells?.has(job.cell) === true) &&
      (filter.owner === undefined || job.owner === filter.owner) &&
      (filter.status === undefined || filter.status.includes(job.status)) &&
      words.every(word => textOf(job).includes(word))
    );
  }

  export function sorted<T extends IJob>(jobs: T[], sort: IJobSort): T[] {
    const keyed = jobs.map(job => ({ job, key: keyOf(job, sort.by) }));
    const sign = sort.descending ? -1 : 1;
    // What is not known stands last, whichever way.
    keyed.sort(
      ({ key: one }, { key: other }) =>
        Number(one === null) - Number(other === null) ||
        (one === other || one === null || other === null
          ? 0
          : sign * (one < other ? -1 : 1))
    );
    return keyed.map(({ job }) => job);
  }

  function keyOf(job: IJob, by: IJobSort['by']): string | number | null {
    switch (by) {
      case 'created':
        return job.snapshot.created;
      case 'name':
        return job.snapshot.name;
      case 'status':
        return job.snapshot.status;
      case 'type':
        return job.snapshot.instanceType || null;
      case 'elapsed':
        return job.elapsed();
      case 'cost':
        return job.cost().onAws;
    }
  }
}
