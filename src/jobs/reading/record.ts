import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IAws } from '../../aws/api';
import type { ProblemError } from '../../aws/problem';
import type {
  ILiveRecord,
  IProblem,
  IProgress,
  IRecordChange,
  OutputEvent
} from '../interfaces';
import type { ILooking, Look } from '../polling/lane';
import { shared } from '../polling/shared';
import { Followers } from './follower';
import { ObjectTail } from './objectTail';
import type { IPlace } from './objectTail';
import { readLine } from './recordEvents';
import type { IMeasured } from './recordEvents';

/** Reads the driver's record of outputs while somebody follows. */
export class LiveRecord implements ILiveRecord {
  constructor(options: LiveRecord.IOptions) {
    this._options = options;
    this._followers = new Followers(() =>
      this._ended ? null : options.look(this._look)
    );
  }

  get outputs(): readonly OutputEvent[] {
    return this._outputs;
  }

  get progress(): readonly IProgress[] {
    return this._progress;
  }

  get ended(): boolean {
    return this._ended;
  }

  get isFound(): boolean {
    return this._isFound;
  }

  get problem(): IProblem | null {
    return this._problem;
  }

  get added(): ISignal<ILiveRecord, IRecordChange> {
    return this._added;
  }

  get progressChanged(): ISignal<ILiveRecord, void> {
    return this._progressChanged;
  }

  get stateChanged(): ISignal<ILiveRecord, void> {
    return this._stateChanged;
  }

  /** Numbers came; null: forget those that came before. */
  get measured(): ISignal<LiveRecord, readonly IMeasured[] | null> {
    return this._measured;
  }

  follow(): IDisposable {
    return this._followers.add();
  }

  private async _readOn(): Promise<boolean> {
    // Before the bytes: what is written after the end of a job is not missed.
    const isTerminal = this._options.isTerminal();
    let isNew: boolean;
    try {
      isNew = await this._read(isTerminal);
    } catch (error) {
      this._fail(error as ProblemError);
      throw error;
    }
    this._fail(null);
    if (this._isOver(isTerminal, isNew)) {
      this._end();
    }
    return isNew;
  }

  private async _read(isTerminal: boolean): Promise<boolean> {
    const growth = await this._tailOf()?.read();
    if (!growth) {
      // A job that ended well has it elsewhere too: there the next time.
      this._isFinal = isTerminal && !this._isFinal;
      return false;
    }
    if (growth.restarted) {
      this._restart();
    }
    this._take(growth.bytes, growth.restarted);
    if (growth.bytes.length > 0 && !this._isFound) {
      this._isFound = true;
      this._stateChanged.emit();
    }
    if (growth.more && !this._ended) {
      this._followers.hurry();
    }
    return growth.bytes.length > 0;
  }

  /** The record that is mirrored while the job runs, or the uploaded one. */
  private _tailOf(): ObjectTail | null {
    const { live, final } = this._options.places();
    const place = this._isFinal ? final : live;
    const untouched = !this._tail || this._tail.position === 0;
    if (place && untouched && this._tail?.place.key !== place.key) {
      this._tail = new ObjectTail(this._options.aws, place);
    }
    return this._tail;
  }

  private _take(bytes: Uint8Array, restarted: boolean): void {
    const lines = this._lines.push(bytes);
    const from = this._outputs.length;
    const outputs: OutputEvent[] = [];
    const measured: IMeasured[] = [];
    let progressed = false;
    for (const found of lines.map(readLine)) {
      if (!found) {
        continue;
      }
      if ('output' in found) {
        outputs.push(found.output);
      } else if ('measured' in found) {
        measured.push(found.measured);
      } else {
        progressed = true;
        this._progress = Private.replaced(this._progress, found.progress);
      }
    }
    this._bytes += bytes.length;
    if (this._bytes > LiveRecord.MOST_BYTES || this._lines.isOverfull) {
      outputs.push({ type: 'truncated', part: null });
      this._end();
    }
    if (outputs.length > 0 || restarted) {
      this._outputs = [...this._outputs, ...outputs];
      this._added.emit({ from, count: outputs.length, restarted });
    }
    if (measured.length > 0) {
      this._measured.emit(measured);
    }
    if (progressed) {
      this._progressChanged.emit();
    }
  }

  private _restart(): void {
    this._outputs = [];
    this._progress = [];
    this._lines = new Private.Lines();
    this._bytes = 0;
    this._measured.emit(null);
    this._progressChanged.emit();
  }

  private _isOver(isTerminal: boolean, isNew: boolean): boolean {
    const now = this._options.clock();
    if (!isTerminal || isNew || this._quietSince === null) {
      this._quietSince = isTerminal ? now : null;
      return false;
    }
    return now - this._quietSince >= this._options.late;
  }

  private _end(): void {
    this._ended = true;
    this._followers.stop();
    this._stateChanged.emit();
  }

  private _fail(problem: IProblem | null): void {
    if (problem !== this._problem) {
      this._problem = problem;
      this._stateChanged.emit();
    }
  }

  private _added = new Signal<this, IRecordChange>(this);
  private _bytes = 0;
  private _ended = false;
  private _followers: Followers;
  private _isFinal = false;
  private _isFound = false;
  private _lines = new Private.Lines();
  private _look = shared(() => this._readOn());
  private _measured = new Signal<this, readonly IMeasured[] | null>(this);
  private _options: LiveRecord.IOptions;
  private _outputs: readonly OutputEvent[] = [];
  private _problem: IProblem | null = null;
  private _progress: readonly IProgress[] = [];
  private _progressChanged = new Signal<this, void>(this);
  private _quietSince: number | null = null;
  private _stateChanged = new Signal<this, void>(this);
  private _tail: ObjectTail | null = null;
}

export namespace LiveRecord {
  /** More than a driver writes: what is larger is not its record. */
  export const MOST_BYTES = 64 * 2 ** 20;

  export interface IPlaces {
    /** Null where it is not known (yet). */
    readonly live: IPlace | null;
    readonly final: IPlace | null;
  }

  export interface IOptions {
    readonly aws: IAws;
    readonly places: () => IPlaces;
    /** Milliseconds that never go back. */
    readonly clock: () => number;
    readonly isTerminal: () => boolean;
    /** Milliseconds after the end within which more may still arrive. */
    readonly late: number;
    /** Look again and again; see Rounds. */
    readonly look: (look: Look) => ILooking;
  }
}

namespace Private {
  const NEWLINE = 10;
  const LONGEST_LINE = 16 * 2 ** 20;
  const MOST_LABELS = 20;

  /** Bytes that come in pieces, by line. */
  export class Lines {
    /** A line that is longer than any that a driver writes. */
    get isOverfull(): boolean {
      return this._length > LONGEST_LINE;
    }

    /** The lines that are complete now. */
    push(bytes: Uint8Array): string[] {
      const last = bytes.lastIndexOf(NEWLINE);
      if (last < 0) {
        this._keep(bytes);
        return [];
      }
      this._keep(bytes.subarray(0, last));
      const decoder = new TextDecoder();
      const text =
        this._open.map(one => decoder.decode(one, { stream: true })).join('') +
        decoder.decode();
      this._open = [];
      this._length = 0;
      this._keep(bytes.subarray(last + 1));
      return text.split('\n');
    }

    private _keep(bytes: Uint8Array): void {
      this._open.push(bytes);
      this._length += bytes.length;
    }

    private _open: Uint8Array[] = [];
    private _length = 0;
  }

  /** The newest of each label of each part, newest last. */
  export function replaced(
    all: readonly IProgress[],
    news: IProgress
  ): readonly IProgress[] {
    const others = all.filter(
      one => one.label !== news.label || one.part !== news.part
    );
    return [...others, news].slice(-MOST_LABELS);
  }
}
