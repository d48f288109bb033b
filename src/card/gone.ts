import type { ICost, IJob } from '../jobs/interfaces';
import { isTerminal } from '../jobs/snapshot';

/** Whether a job is over, and its backend knows of none of its name any more. */
export function isGone({ health, snapshot }: IJob): boolean {
  return health.problem?.kind === 'missing' && isTerminal(snapshot.status);
}

/** What the backend tells of a job's cost; if that is nothing, what was kept. */
export function costToShow(job: IJob, kept: ICost): ICost {
  const cost = job.cost();
  // The local engine's jobs cost nothing also while nothing is known of them.
  const told = cost.onAws === null && kept.charged !== null ? kept : cost;
  return isGone(job) ? { ...told, final: true } : told;
}
