import type { IJobId } from '../jobs/snapshot';

/** What a person may do from a card. Nothing of it happens by itself. */
export interface ICardActions {
  /** Show the job on its own; null where there is no room for that. */
  readonly open: ((id: IJobId, tab: 'log' | 'details') => void) | null;
  stop(id: IJobId): void;
  /** Bring a value into the notebook's kernel; null: all of the job's. */
  getResults(variable: string | null): void;
  /** Run the cell again. */
  runAgain(): void;
  /** Show a line of the cell, from 1. */
  goToLine(line: number): void;
}
