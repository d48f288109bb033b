import type { TranslationBundle } from '@jupyterlab/translation';
import type { IJob, IJobStore, JobStatus } from '../tokens';
import { endText } from './words';

/** A message about a job that has come to its end. */
export interface INotice {
  readonly kind: 'success' | 'warning' | 'error';
  readonly message: string;
  readonly job: IJob;
}

/** Says that a job has ended, unless it ended so soon that everybody saw it. */
export class EndNotices {
  constructor(private _options: EndNotices.IOptions) {
    _options.store.jobEnded.connect((_, job) => this._tell(job));
  }

  private _tell(job: IJob): void {
    const { minimum, show, trans } = this._options;
    const { status } = job.snapshot;
    const least = minimum();
    const kind = KINDS[status];
    if (least === null || !kind) {
      return;
    }
    if (kind === 'success' && (job.elapsed() ?? Infinity) < least) {
      return;
    }
    show({ kind, message: endText(job, trans), job });
  }
}

export namespace EndNotices {
  export interface IOptions {
    readonly store: IJobStore;
    readonly trans: TranslationBundle;
    /** Shorter successful jobs, in seconds, are not told of; null: none is. */
    readonly minimum: () => number | null;
    readonly show: (notice: INotice) => void;
  }
}

const KINDS: Partial<Record<JobStatus, INotice['kind']>> = {
  Completed: 'success',
  Stopped: 'warning',
  Failed: 'error'
};
