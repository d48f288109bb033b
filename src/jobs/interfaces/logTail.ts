import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { IProblem } from './health';

export interface ILogLine {
  /** As the job wrote it: ANSI codes, HTML, anything. */
  readonly text: string;
  /** Epoch ms by the instance's clock; null if it was not told. */
  readonly time: number | null;
  /** Which host of the job wrote it, from 1. */
  readonly host: number;
}

/**
 * `idle`: nobody has asked yet; `waiting`: there is no log yet, or nothing in
 * it; `following`: read to its present end, more may come; `reading`: behind;
 * `ended`: nothing more comes.
 */
export type LogState = 'idle' | 'waiting' | 'reading' | 'following' | 'ended';

/** Lines were added at the end; `restarted`: all before were dropped. */
export interface ILogChange {
  readonly from: number;
  readonly count: number;
  readonly restarted: boolean;
}

/**
 * All lines of a job's log, in the order in which they arrived, each once.
 *
 * Reads only while somebody follows; the lines stay, the newest of them where
 * there are more than a page can hold.
 */
export interface ILogTail {
  /** How many lines came, those included that were let go. */
  readonly length: number;
  /** The first line that is still there: a page cannot hold every log. */
  readonly first: number;
  readonly state: LogState;
  /** Why it does not come forward just now; it is tried again. */
  readonly problem: IProblem | null;

  /** Lines that have been added. */
  readonly added: ISignal<ILogTail, ILogChange>;
  /** `state` or `problem` has changed. */
  readonly stateChanged: ISignal<ILogTail, void>;

  /**
   * Lines `start` up to but not including `end`, empty ones before `first`;
   * cheap for a screenful.
   */
  lines(start: number, end: number): ILogLine[];

  /** Read on until the returned object is disposed. */
  follow(): IDisposable;
}

/**
 * The last lines of a job's log, which cost little also where it is long.
 * Metrics and whatever else the driver writes for machines is left out.
 */
export interface ILogEnd {
  /** Some hundred at most, in the order in which they were written. */
  readonly lines: readonly ILogLine[];
  /** How many such lines are before them; null: not known. */
  readonly before: number | null;
  readonly changed: ISignal<ILogEnd, void>;

  /** Keep them fresh until the returned object is disposed. */
  follow(): IDisposable;
}
