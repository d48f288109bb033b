import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IAws } from '../../aws/api';
import type { ILogEnd, ILogLine, ILogTail } from '../interfaces';
import type { ILooking, Look } from '../polling/lane';
import { shared } from '../polling/shared';
import { isForMachines } from './driverLines';
import { Followers } from './follower';
import { NewestLines } from './newestLines';
import { LogStream, eventsOf, linesOf, streamsOf } from './stream';

/**
 * The last lines of a job's log that are for people. Of a job that runs they are those of its tail;
 * of one that is over they are read backwards, so that a log of a million
 * lines shows its last ones at once. Where all of it is read anyhow, because
 * somebody has opened it, they are taken from there.
 */
export class LogEnd implements ILogEnd {
  constructor(options: LogEnd.IOptions) {
    this._options = options;
    this._followers = new Followers(() => this._start());
    this._newest = new NewestLines(options.tail, LogEnd.LINES);
    options.tail.added.connect(() => {
      this._newest.readOn();
      this._emit();
    });
    options.tail.stateChanged.connect(this._emit, this);
  }

  get lines(): readonly ILogLine[] {
    return this._shown.lines;
  }

  get before(): number | null {
    return this._shown.before;
  }

  get changed(): ISignal<ILogEnd, void> {
    return this._changed;
  }

  follow(): IDisposable {
    return this._followers.add();
  }

  private _start(): ILooking | null {
    const { isTerminal, look, tail } = this._options;
    if (!isTerminal()) {
      return Private.lookingFor(tail.follow());
    }
    return this._ended || tail.state === 'ended' ? null : look(this._look);
  }

  private get _shown(): LogEnd.IRead {
    const { tail } = this._options;
    return this._read && tail.state !== 'ended' ? this._read : this._newest;
  }

  private async _readOn(): Promise<boolean> {
    const { clock, isTerminal, late, sinceEnd } = this._options;
    if (!isTerminal()) {
      // A notebook said that it is over, and it is not.
      this._followers.restart();
      return false;
    }
    const asked = clock();
    this._began ??= asked;
    const read = await this._readAll();
    // When they were asked for: what arrives while they are read is not missed.
    const since = sinceEnd();
    const quiet =
      since === null ? asked - this._began : since - (clock() - asked);
    const isNew = JSON.stringify(read) !== JSON.stringify(this._read);
    if (isNew) {
      this._read = read;
      this._emit();
    }
    if (quiet >= late) {
      this._ended = true;
      this._followers.stop();
    }
    return isNew;
  }

  private async _readAll(): Promise<LogEnd.IRead> {
    const names = await streamsOf(this._options.aws, this._options.name);
    const newest = Private.newestOfHosts(names).slice(0, LogEnd.MOST_HOSTS);
    const found: ILogLine[] = [];
    let isAll = newest.length === names.length;
    for (const name of newest) {
      const { lines, before } = await this._endOf(name);
      found.push(...lines);
      isAll = isAll && before === 0;
    }
    if (newest.length > 1) {
      found.sort((one, other) => (one.time ?? 0) - (other.time ?? 0));
    }
    const lines = found.slice(-LogEnd.LINES);
    return { lines, before: isAll ? found.length - lines.length : null };
  }

  /** Backwards from a stream's end. A page may be empty, and yet not the first. */
  private async _endOf(stream: string): Promise<LogEnd.IRead> {
    const host = LogStream.hostOf(stream);
    let lines: ILogLine[] = [];
    let token: string | null = null;
    let looked = 0;
    for (const most of LogEnd.PAGES) {
      const sent: string | null = token;
      const answer = await this._options.aws.logEventsBefore(
        stream,
        sent,
        most
      );
      if (answer.token === sent) {
        return { lines, before: 0 };
      }
      token = answer.token;
      const events = eventsOf(answer.events);
      const page = events.flatMap(event => linesOf(event, host));
      looked += page.length;
      lines = [...page.filter(line => !isForMachines(line.text)), ...lines];
      if (
        lines.length >= (looked < LogEnd.LINES ? LogEnd.LINES : Private.ENOUGH)
      ) {
        break;
      }
    }
    return { lines, before: null };
  }

  private _emit(): void {
    this._changed.emit();
  }

  private _began: number | null = null;
  private _changed = new Signal<this, void>(this);
  private _ended = false;
  private _followers: Followers;
  private _look = shared(() => this._readOn());
  private _newest: NewestLines;
  private _options: LogEnd.IOptions;
  private _read: LogEnd.IRead | null = null;
}

export namespace LogEnd {
  /** As many as are looked at for those that are worth showing. */
  export const LINES = 200;

  /**
   * The pages of one stream in one look, by how many events each has at most:
   * further ones are asked for where most lines are for machines. AWS gives no
   * more than 10,000 at once.
   */
  export const PAGES: readonly number[] = [LINES, 1000, 5000, 10_000];

  /** Hosts whose last lines are read. */
  export const MOST_HOSTS = 8;

  export interface IRead {
    readonly lines: readonly ILogLine[];
    /** How many for people are before them; null: not known. */
    readonly before: number | null;
  }

  export interface IOptions {
    readonly name: string;
    readonly aws: IAws;
    /** The same job's whole log. */
    readonly tail: ILogTail;
    /** Milliseconds that never go back. */
    readonly clock: () => number;
    readonly isTerminal: () => boolean;
    /** Milliseconds since the job's end; null while that is not known. */
    readonly sinceEnd: () => number | null;
    /** Milliseconds after the end within which lines may still arrive. */
    readonly late: number;
    /** Look again and again; see Rounds. */
    readonly look: (look: Look) => ILooking;
  }
}

namespace Private {
  /** No further page is asked for where some lines were for machines. */
  export const ENOUGH = LogEnd.LINES / 2;

  /** Something that is followed, as if it were looked at. */
  export function lookingFor(held: IDisposable): ILooking {
    return {
      get isDisposed() {
        return held.isDisposed;
      },
      dispose: () => held.dispose(),
      hurry: () => {},
      skip: () => {}
    };
  }

  /** A host that was reclaimed has several: the newest of each, host by host. */
  export function newestOfHosts(names: readonly string[]): string[] {
    const newest = new Map<number, string>();
    // Their names end with the time at which they were made.
    for (const name of [...names].sort()) {
      newest.set(LogStream.hostOf(name), name);
    }
    return [...newest].sort(([one], [other]) => one - other).map(one => one[1]);
  }
}
