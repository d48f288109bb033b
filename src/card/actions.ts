import type { ISignal } from '@lumino/signaling';
import type { IJobId } from '../jobs/snapshot';

/** What a person may do from a card. Nothing of it happens by itself. */
export interface ICardActions {
  /** Show the job on its own; null where there is no room for that. */
  readonly open: ((id: IJobId, tab: 'log' | 'details') => void) | null;
  stop(id: IJobId): void;
  /**
   * Bring a value into the notebook's kernel, or a file beside the notebook,
   * by its path; null: all of the job's. This and what follows is null where
   * the card stands in no notebook's cell, as in a console or another view of
   * an output.
   */
  readonly getResults: ((name: string | null) => void) | null;
  /** Open a file of a folder, as it is reached from that of the notebook. */
  readonly openFile: ((folder: string, path: string) => void) | null;
  /** Show the job's outputs in a cell of its own. */
  readonly showOutputs: IKernelAction | null;
  /** Run the cell again. */
  readonly runAgain: (() => void) | null;
  /** Show a line of the cell, from 1. */
  readonly goToLine: ((line: number) => void) | null;
}

/** What only a kernel can do. */
export interface IKernelAction {
  /** Whether there is one now. */
  readonly isPossible: boolean;
  /** Emitted when that may have changed. */
  readonly changed: ISignal<unknown, unknown>;
  run(): void;
}
