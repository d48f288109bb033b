import type { TrainingJob } from '@aws-sdk/client-sagemaker';
import type { IAws, IPage } from '../aws/api';
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
 * Found by their tags; where Search is not allowed, by the form of their names.
 */
export class JobList {
  constructor(private _aws: IAws) {}

  /** Whether `older` may bring something. */
  get hasMore(): boolean {
    return this._next !== null;
  }

  /** The newest page. Rejects with ProblemError. */
  async newest(): Promise<IListed[]> {
    const page = await this._page(null);
    if (!this._begun) {
      this._begun = true;
      this._next = page.next;
    }
    return this._listed(page);
  }

  /** The page after those that are known. Rejects with ProblemError. */
  async older(): Promise<IListed[]> {
    if (this._next === null) {
      return [];
    }
    const page = await this._page(this._next);
    this._next = page.next;
    return this._listed(page);
  }

  private async _page(
    next: string | null
  ): Promise<IPage<Partial<TrainingJob>>> {
    if (this._mayNotSearch) {
      return this._aws.list(next);
    }
    try {
      return await this._aws.search([{ name: `Tags.${TAG}kind` }], next);
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

  private _begun = false;
  private _mayNotSearch = false;
  private _next: string | null = null;
}

export namespace JobList {
  /** What AWS takes for a name. */
  export const ANY = /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/;

  /** `<slug>-<yymmdd-hhmmss>-<4 characters>`, as submit/names.py makes them. */
  export const OURS = /^[a-z0-9-]{1,44}-\d{6}-\d{6}-[a-z2-9]{4}$/;
}
