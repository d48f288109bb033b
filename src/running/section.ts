import type { IRunningSessions } from '@jupyterlab/running';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import { offloadIcon } from '../icon';
import { isTerminal } from '../jobs/snapshot';
import type { IJob, IJobStore } from '../tokens';
import { facts } from './words';

/** The active jobs, as a section of the panel of running things. */
export class JobSection implements IRunningSessions.IManager {
  constructor(private _options: JobSection.IOptions) {
    const { store } = _options;
    const changed = () => this._runningChanged.emit();
    store.changed.connect(changed);
    store.jobChanged.connect(changed);
  }

  get name(): string {
    return this._options.trans.__('Offloaded jobs');
  }

  get shutdownLabel(): string {
    return this._options.trans.__('Stop this job');
  }

  get shutdownAllLabel(): string {
    return this._options.trans.__('Stop All Jobs');
  }

  get shutdownAllConfirmationText(): string {
    return this._options.trans.__(
      'Stop all jobs that are shown here? What they have made so far comes back.'
    );
  }

  get runningChanged(): ISignal<this, void> {
    return this._runningChanged;
  }

  running(): IRunningSessions.IRunningItem[] {
    return this._active().map(job => this._item(job));
  }

  refreshRunning(): void {
    void this._options.store.refresh();
  }

  shutdownAll(): void {
    this._active().forEach(this._options.stop);
  }

  private _active(): IJob[] {
    return this._options.store.jobs.filter(({ snapshot }) => {
      const { status } = snapshot;
      return status !== 'Unknown' && !isTerminal(status);
    });
  }

  private _item(job: IJob): IRunningSessions.IRunningItem {
    const { show, stop, trans } = this._options;
    const { backend, name } = job.id;
    return {
      icon: () => offloadIcon,
      label: () => name,
      labelTitle: () =>
        [name, job.snapshot.instanceType, backend, job.snapshot.notebook]
          .filter(Boolean)
          .join('\n'),
      detail: () => facts(job, trans),
      open: () => show(job),
      shutdown: () => stop(job)
    };
  }

  private _runningChanged = new Signal<this, void>(this);
}

export namespace JobSection {
  export interface IOptions {
    readonly store: IJobStore;
    readonly trans: TranslationBundle;
    /** Shows the job's cell. */
    readonly show: (job: IJob) => void;
    /** Asks the job to stop, and says so when it cannot. */
    readonly stop: (job: IJob) => void;
  }
}
