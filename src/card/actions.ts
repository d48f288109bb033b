import type { IJobId } from '../jobs/snapshot';

/** What a person may do from a card. Nothing of it happens by itself. */
export interface ICardActions {
  /** Show the job on its own; null where there is no room for that. */
  readonly open: ((id: IJobId, tab: 'log' | 'details') => void) | null;
  stop(id: IJobId): void;
  /**
   * Bring a value into the notebook's kernel; null: all of the job's. This and
   * what follows is null where the card stands in no notebook's cell, as in a
   * console or another view of an output.
   */
  readonly getResults: ((variable: string | null) => void) | null;
  /** Run the cell again. */
  readonly runAgain: (() => void) | null;
  /** Show a line of the cell, from 1. */
  readonly goToLine: ((line: number) => void) | null;
}
