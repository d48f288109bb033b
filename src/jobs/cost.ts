import { GRACE_SECONDS, UPLOAD_SECONDS } from '../generated/billing';
import type { ICost } from './interfaces';
import type { IJobSnapshot } from './snapshot';
import { isTerminal } from './snapshot';

/** USD per hour of one instance and of its disk. */
export interface IRates {
  readonly instance: number;
  /** Of one GiB of volume; 0 for types with disks of their own. */
  readonly volumeGib: number;
}

/**
 * What a job costs at `now` (epoch ms). `rates` null: no price is known;
 * `paid` false: the local engine, which charges nothing.
 *
 * Paid is from the start of training to its end, data and image included; for
 * each instance, and for what a warm pool kept of it. catalog/billing.py has the
 * same rule; tests/kernel/cost.vectors.json holds both to it.
 */
export function costOf(
  job: IJobSnapshot,
  rates: IRates | null,
  paid: boolean,
  now: number
): ICost {
  const final = isTerminal(job.status);
  const hourly =
    rates === null
      ? null
      : (rates.instance + rates.volumeGib * (job.volumeGib ?? 0)) *
        Math.max(1, job.instanceCount);
  const at = (seconds: number): number | null =>
    hourly === null ? (seconds === 0 ? 0 : null) : (hourly * seconds) / 3600;
  const seconds = isKnown(job) ? billedSeconds(job, now) : null;
  const onAws = seconds === null ? null : at(seconds);
  const runs = !final && job.started !== null;
  const most =
    job.maxRuntime === null
      ? null
      : at(job.maxRuntime + GRACE_SECONDS + UPLOAD_SECONDS + job.warmSeconds);
  return {
    charged: paid ? onAws : 0,
    free: !paid,
    onAws,
    perHour: !paid || final ? 0 : runs ? hourly : seconds === null ? null : 0,
    ceiling: most,
    final: final && seconds !== null && !(job.started && job.billable === null),
    upperBound: !final && job.spot && (seconds ?? 0) > 0
  };
}

/** Lists and cards do not tell when a job began to be paid for. */
function isKnown(job: IJobSnapshot): boolean {
  return job.source === 'full' || job.started !== null || job.billable !== null;
}

/** Seconds of each instance that are paid so far. */
export function billedSeconds(job: IJobSnapshot, now: number): number {
  const warm = job.warmBillable ?? 0;
  if (job.billable !== null) {
    return job.billable + warm;
  }
  if (job.started === null) {
    return warm;
  }
  // A clock that is behind AWS's shows nothing, not less than nothing.
  const end = job.ended ?? now;
  return Math.max(0, (end - job.started) / 1000) + warm;
}
