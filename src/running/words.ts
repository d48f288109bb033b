import type { TranslationBundle } from '@jupyterlab/translation';
import { formatDollars, formatDuration } from '../components/format';
import { statusWords } from '../components/status';
import type { ICost, IJob } from '../tokens';

/** `$0.02`, or for a local job `free, $0.02 on AWS`; empty when not known. */
export function costText(cost: ICost, trans: TranslationBundle): string {
  if (cost.charged === 0 && cost.onAws !== null && cost.onAws > 0) {
    return trans.__('free, %1 on AWS', formatDollars(cost.onAws));
  }
  return cost.charged === null ? '' : formatDollars(cost.charged);
}

/** How a job ended, with time and cost: `train-1: Done, 3 min 0 s, $0.02.` */
export function endText(job: IJob, trans: TranslationBundle): string {
  return `${job.id.name}: ${facts(job, trans)}.`;
}

/** How it stands with a job: status, time and cost, as far as they are known. */
export function facts(job: IJob, trans: TranslationBundle): string {
  const seconds = job.elapsed();
  return [
    statusWords(job.snapshot, trans),
    seconds === null ? '' : formatDuration(seconds, trans),
    costText(job.cost(), trans)
  ]
    .filter(Boolean)
    .join(', ');
}
