import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { IProblem } from './health';

/** Content by MIME type, as a job sent it: hostile until verified. */
export type Bundle = Readonly<Record<string, unknown>>;

interface IInPart {
  /** Which cell of the job, from 0; null before the first. */
  readonly part: number | null;
}

export interface IStreamEvent extends IInPart {
  readonly type: 'stream';
  readonly name: 'stdout' | 'stderr';
  readonly text: string;
}

export interface IDisplayEvent extends IInPart {
  readonly type: 'display_data' | 'update_display_data' | 'execute_result';
  readonly data: Bundle;
  readonly metadata: Bundle;
  /** What an update replaces; empty if it has no name. */
  readonly displayId: string;
}

export interface IClearEvent extends IInPart {
  readonly type: 'clear_output';
  readonly wait: boolean;
}

export interface IErrorEvent extends IInPart {
  readonly type: 'error';
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** Nothing more was recorded; the log has the rest. */
export interface ITruncatedEvent extends IInPart {
  readonly type: 'truncated';
}

/** A further cell of the job has begun; of the first nothing is said. */
export interface IPartEvent extends IInPart {
  readonly type: 'part';
}

/** What shows under a cell, in order. */
export type OutputEvent =
  | IStreamEvent
  | IDisplayEvent
  | IClearEvent
  | IErrorEvent
  | ITruncatedEvent
  | IPartEvent;

export interface IProgress extends IInPart {
  readonly done: number;
  /** Null if it is not known. */
  readonly total: number | null;
  readonly label: string;
}

/** Events were added at the end; `restarted`: all before were dropped. */
export interface IRecordChange {
  readonly from: number;
  readonly count: number;
  readonly restarted: boolean;
}

/**
 * The driver's record of what a cell shows, read while the job runs.
 *
 * It is not verified: anybody who may write to the bucket may have written it.
 */
export interface ILiveRecord {
  readonly outputs: readonly OutputEvent[];
  /** The newest of each label, newest last. */
  readonly progress: readonly IProgress[];
  readonly ended: boolean;
  /** Whether there is one, as far as is known: it may have been removed. */
  readonly isFound: boolean;
  readonly problem: IProblem | null;

  readonly added: ISignal<ILiveRecord, IRecordChange>;
  readonly progressChanged: ISignal<ILiveRecord, void>;
  /** `ended`, `isFound` or `problem` has changed. */
  readonly stateChanged: ISignal<ILiveRecord, void>;

  /** Read on until the returned object is disposed. */
  follow(): IDisposable;
}
