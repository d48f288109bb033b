import type { IJob, OutputEvent } from '../jobs/interfaces';
import { isTerminal } from '../jobs/snapshot';
import type { ICard } from './cardData';

/**
 * How far one of a job's cells came: `ended`: how the job ended is told there.
 * Null while it goes on, and where it is not known.
 */
export type PartState = 'done' | 'ended' | 'not run' | null;

/** The kernel's word on the card's cell; without one, the job's own. */
export function partStateOf(card: ICard, job: IJob): PartState {
  const { part } = card;
  const { status } = job.snapshot;
  if (!part || !isTerminal(status)) {
    return null;
  }
  if (part.state !== null) {
    return part.state;
  }
  if (status === 'Completed') {
    return 'done';
  }
  const { outputs, ended } = job.record;
  const last = lastBegun(outputs);
  if (last === null || part.index < last) {
    return last === null ? null : 'done';
  }
  // Nothing tells of the cells that began when nothing was recorded any more.
  const isWhole = ended && !outputs.some(({ type }) => type === 'truncated');
  return part.index === last ? 'ended' : isWhole ? 'not run' : null;
}

/** The last cell that has begun, from 0; each but the first says so. */
function lastBegun(events: readonly OutputEvent[]): number | null {
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const { part } = events[index];
    if (part !== null) {
      return part;
    }
  }
  return null;
}
