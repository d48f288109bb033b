import type { IRunningSessions } from '@jupyterlab/running';
import type { TranslationBundle } from '@jupyterlab/translation';
import { canStop } from '../components/status';
import { offloadIcon } from '../icon';
import { isTerminal } from '../jobs/snapshot';
import type { IJob } from '../tokens';
import { facts } from './words';

/** What can be done with a job of the panel. */
export interface IItemActions {
  /** Shows the job's cell, or the job on its own. */
  readonly show: (job: IJob) => void;
  /** Asks the job to stop, and says so when it cannot. */
  readonly stop: (job: IJob) => void;
}

/** The active jobs, as the panel of running things lists them. */
export function itemsOf(
  jobs: readonly IJob[],
  { show, stop }: IItemActions,
  trans: TranslationBundle
): IRunningSessions.IRunningItem[] {
  const active = jobs.filter(
    ({ snapshot: { status } }) => status !== 'Unknown' && !isTerminal(status)
  );
  return active.map(job => ({
    icon: () => offloadIcon,
    label: () => job.id.name,
    labelTitle: () =>
      [
        job.id.name,
        job.snapshot.instanceType,
        job.id.backend,
        job.snapshot.notebook
      ]
        .filter(Boolean)
        .join('\n'),
    detail: () => facts(job, trans),
    open: () => show(job),
    // Stop All reaches those that stop already, too.
    shutdown: () => {
      if (canStop(job.snapshot)) {
        stop(job);
      }
    }
  }));
}
