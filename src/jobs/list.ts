import type { TrainingJob } from '@aws-sdk/client-sagemaker';
import type { IAws, IPage, ISearchFilter } from '../aws/api';
import type { ProblemError } from '../aws/problem';
import { known } from './describe';
import type { Known } from './describe';
import { TAG } from './tags';

/** What a list tells of one job. */
export interface IListed {
  readonly name: string;
  readonly known: Known;
}

/**
 * Our jobs of one backend, a page at a time, newest first.
 *
 * Found by their tags; where Search is not allowed, by the form of their names:
 * then whose they are is not known, and everybody's come.
 */
export class JobList {
  /** `owner` gives the owner tag of the jobs that are listed; null: all are. */
  constructor(
    private _aws: IAws,
    private _owner: () => string | null
  ) {}

  /** Whether `older` may bring something. */
  get hasMore(): boolean {
    return this._next !== null;
  }

  /** The newest page. Rejects with ProblemError. */
  async newest(): Promise<IListed[]> {
    const owner = this._owner();
    const page = await this._page(null, owner);
    if (this._listedOf === owner) {
      return this._listed(page);
    }
    const running = page.next === null ? [] : await this._running(owner);
    this._listedOf = owner;
    this._next = page.next;
    return [...this._listed(page), ...running];
  }

  /** The page after those that are known. Rejects with ProblemError. */
  async older(): Promise<IListed[]> {
    const owner = this._owner();
    if (this._listedOf !== owner) {
      return this.newest();
    }
    if (this._next === null) {
      return [];
    }
    const page = await this._page(this._next, owner);
    // Meanwhile it may have become another list, with pages of its own.
    if (this._listedOf === owner) {
      this._next = page.next;
    }
    return this._listed(page);
  }

  /** Those that have run for so long that many others are newer. */
  private async _running(owner: string | null): Promise<IListed[]> {
    return this._mayNotSearch
      ? []
      : this._listed(await this._page(null, owner, [JobList.RUNNING]));
  }

  private async _page(
    next: string | null,
    owner: string | null,
    more: readonly ISearchFilter[] = []
  ): Promise<IPage<Partial<TrainingJob>>> {
    if (this._mayNotSearch) {
      return this._aws.list(next);
    }
    try {
      const ours = { name: `Tags.${TAG}kind` };
      const theirs = { name: `Tags.${TAG}owner`, equals: owner ?? '' };
      const filters = owner === null ? [ours] : [ours, theirs];
      return await this._aws.search([...filters, ...more], next);
    } catch (error) {
      if ((error as ProblemError).kind !== 'denied' || next !== null) {
        throw error;
      }
      this._mayNotSearch = true;
      return this._aws.list(null);
    }
  }

  private _listed(page: IPage<Partial<TrainingJob>>): IListed[] {
    const form = this._mayNotSearch ? JobList.OURS : JobList.ANY;
    const source = this._mayNotSearch ? 'list' : 'full';
    return page.items.flatMap(record => {
      const name = record?.TrainingJobName;
      return typeof name === 'string' && form.test(name)
        ? { name, known: known(record, source) }
        : [];
    });
  }

  /** Whose jobs `_next` goes on with; undefined before the first page. */
  private _listedOf: string | null | undefined;
  private _mayNotSearch = false;
  private _next: string | null = null;
}

export namespace JobList {
  export const RUNNING: ISearchFilter = {
    name: 'TrainingJobStatus',
    equals: 'InProgress'
  };

  /** What AWS takes for a name. */
  export const ANY = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/;

  /** `<slug>-<yymmdd-hhmmss>-<4 characters>`, as submit/names.py makes them. */
  export const OURS = /^[a-z0-9-]{1,44}-\d{6}-\d{6}-[a-z2-9]{4}$/;
}
