import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IAws } from '../../aws/api';
import type { ProblemError } from '../../aws/problem';
import type {
  ILogChange,
  ILogLine,
  ILogTail,
  IProblem,
  LogState
} from '../interfaces';
import type { ILooking, Look } from '../polling/lane';
import { shared } from '../polling/shared';
import { Followers } from './follower';
import { LogBuffer } from './logBuffer';
import { LogStream, streamsOf } from './stream';

/**
 * Reads a job's log streams while somebody follows.
 *
 * Whatever goes wrong, the next look goes on where the last good one ended:
 * lines are added when a page has arrived, and only then its token is kept.
 */
export class LogTail implements ILogTail {
  constructor(options: LogTail.IOptions) {
    this._options = options;
    this._buffer = new LogBuffer(options.most);
    this._followers = new Followers(() =>
      this._state === 'ended' ? null : options.look(this._look)
    );
  }

  get length(): number {
    return this._buffer.length;
  }

  get first(): number {
    return this._buffer.first;
  }

  get state(): LogState {
    return this._state;
  }

  get problem(): IProblem | null {
    return this._problem;
  }

  get added(): ISignal<ILogTail, ILogChange> {
    return this._added;
  }

  get stateChanged(): ISignal<ILogTail, void> {
    return this._stateChanged;
  }

  lines(start: number, end: number): ILogLine[] {
    return this._buffer.lines(start, end);
  }

  follow(): IDisposable {
    const following = this._followers.add();
    if (this._state === 'idle') {
      this._become('waiting', null);
    }
    return following;
  }

  /** Whether new lines came. */
  private async _readAll(): Promise<boolean> {
    const before = this.length;
    try {
      await this._findStreams();
      for (const stream of this._streams.values()) {
        await this._readOn(stream);
      }
    } catch (error) {
      this._become(this._state, error as ProblemError);
      throw error;
    }
    const streams = [...this._streams.values()];
    const atEnd = streams.every(stream => stream.atEnd);
    if (atEnd && this._isOver(this.length > before)) {
      this._become('ended', null);
      this._followers.stop();
    } else if (!atEnd) {
      this._become('reading', null);
      // There is more to be had: not when it is due, but at once.
      this._followers.hurry();
    } else {
      this._become(this.length > 0 ? 'following' : 'waiting', null);
    }
    return this.length > before;
  }

  /**
   * Streams come late, one for each host, and again after a reclaim of spot:
   * they are listed until there are all, seldom afterwards, and at the end.
   */
  private async _findStreams(): Promise<void> {
    const { aws, clock, hosts, isTerminal, name } = this._options;
    const now = clock();
    const known = this._streams.size;
    const isDue =
      known < hosts() ||
      now - this._listed >= LogTail.LIST_EVERY ||
      (isTerminal() && !this._listedAtEnd);
    if (!isDue) {
      return;
    }
    const atEnd = isTerminal();
    const found = await streamsOf(aws, name);
    this._listed = now;
    this._listedAtEnd = atEnd;
    for (const stream of found.slice(0, LogTail.MOST_STREAMS)) {
      if (!this._streams.has(stream)) {
        this._streams.set(stream, new LogStream({ aws, name: stream }));
      }
    }
  }

  private async _readOn(stream: LogStream): Promise<void> {
    for (let page = 0; page < LogTail.PAGES; page++) {
      const from = this.length;
      for (const line of await stream.read()) {
        this._buffer.push(line);
      }
      const count = this.length - from;
      if (count > 0) {
        this._added.emit({ from, count, restarted: false });
      }
      if (stream.atEnd) {
        return;
      }
    }
  }

  /** Logs arrive late: the end is when nothing came for a while after it. */
  private _isOver(isNew: boolean): boolean {
    const now = this._options.clock();
    if (!this._options.isTerminal() || isNew || this._quietSince === null) {
      this._quietSince = this._options.isTerminal() ? now : null;
      return false;
    }
    return now - this._quietSince >= this._options.late;
  }

  private _become(state: LogState, problem: IProblem | null): void {
    if (state !== this._state || problem !== this._problem) {
      this._state = state;
      this._problem = problem;
      this._stateChanged.emit();
    }
  }

  private _added = new Signal<this, ILogChange>(this);
  private _buffer: LogBuffer;
  private _followers: Followers;
  private _listed = -Infinity;
  private _listedAtEnd = false;
  private _look = shared(() => this._readAll());
  private _options: LogTail.IOptions;
  private _problem: IProblem | null = null;
  private _quietSince: number | null = null;
  private _state: LogState = 'idle';
  private _stateChanged = new Signal<this, void>(this);
  private _streams = new Map<string, LogStream>();
}

export namespace LogTail {
  /** Milliseconds between two lists of streams when all hosts have one. */
  export const LIST_EVERY = 60_000;

  /** Pages of one stream in one look. */
  export const PAGES = 4;

  export const MOST_STREAMS = 200;

  export interface IOptions {
    readonly name: string;
    readonly aws: IAws;
    /** Milliseconds that never go back. */
    readonly clock: () => number;
    /** How many hosts the job has. */
    readonly hosts: () => number;
    readonly isTerminal: () => boolean;
    /** Milliseconds after the end within which lines may still arrive. */
    readonly late: number;
    /** What is held of the log; as much as a page can if not given. */
    readonly most?: LogBuffer.IMost;
    /** Look again and again; see Rounds. */
    readonly look: (look: Look) => ILooking;
  }
}
