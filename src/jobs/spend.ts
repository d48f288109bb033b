import type { IJob, ISpend } from './interfaces';
import { isTerminal } from './snapshot';

/**
 * Sums over jobs. `midnight` and `now` in epoch ms; of a job that ran over
 * midnight, today's part counts.
 */
export function spendOf(
  jobs: readonly IJob[],
  midnight: number,
  now: number
): ISpend {
  let perHour: number | null = 0;
  let today: number | null = 0;
  let active = 0;
  for (const job of jobs) {
    const { ended, started, status } = job.snapshot;
    const isActive = !isTerminal(status) && status !== 'Unknown';
    active += isActive ? 1 : 0;
    const end = ended ?? now;
    if (!isActive && (started === null || end < midnight)) {
      continue;
    }
    const cost = job.cost();
    perHour = Private.sum(perHour, cost.perHour);
    const whole = end - (started ?? end);
    const part = end - Math.max(started ?? end, midnight);
    const share = whole > 0 ? Math.max(0, part) / whole : 1;
    today = Private.sum(
      today,
      cost.charged === null ? null : cost.charged * share
    );
  }
  return { perHour, active, today };
}

namespace Private {
  export function sum(one: number | null, other: number | null): number | null {
    return one === null || other === null ? null : one + other;
  }
}
