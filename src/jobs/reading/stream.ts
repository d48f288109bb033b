import type { IAws, ILogPage } from '../../aws/api';
import type { ProblemError } from '../../aws/problem';
import type { ILogLine } from '../interfaces';

/** Reads one log stream from its beginning on, each event once. */
export class LogStream {
  constructor(options: LogStream.IOptions) {
    this._aws = options.aws;
    this._name = options.name;
    this._host = LogStream.hostOf(options.name);
  }

  /** Whether the last page was at the stream's present end. */
  get atEnd(): boolean {
    return this._atEnd;
  }

  /** The next page's lines; none at the end. Rejects with ProblemError. */
  async read(): Promise<ILogLine[]> {
    const sent = this._token;
    const page = await this._ask(sent);
    // At the end the token is the one that was sent. An empty page is no end.
    this._atEnd = page === null || page.token === sent;
    if (page === null || this._atEnd) {
      return [];
    }
    this._token = page.token;
    const events = eventsOf(page.events);
    const fresh = events.slice(this._skip);
    this._skip -= events.length - fresh.length;
    this._read += fresh.length;
    return fresh.flatMap(event => linesOf(event, this._host));
  }

  /** A page; null while there is no such stream. */
  private async _ask(token: string | null): Promise<ILogPage | null> {
    try {
      return await this._aws.logEvents(this._name, token);
    } catch (error) {
      const { kind } = error as ProblemError;
      if (kind === 'missing') {
        return null;
      }
      if (kind === 'refused' && token !== null) {
        // Tokens end after a day: from the beginning, past what was read.
        this._token = null;
        this._skip = this._read;
      }
      throw error;
    }
  }

  private _aws: IAws;
  private _atEnd = false;
  private _host: number;
  private _name: string;
  private _read = 0;
  private _skip = 0;
  private _token: string | null = null;
}

export namespace LogStream {
  export interface IOptions {
    readonly aws: IAws;
    readonly name: string;
  }

  /** The host of a stream `<job>/algo-<n>-<epoch>`; 1 if it has another name. */
  export function hostOf(name: string): number {
    const found = /\/algo-(\d{1,4})(-|$)/.exec(name);
    return found ? Number(found[1]) : 1;
  }
}

/** An event of a log, as far as it has its shape. */
interface IEvent {
  readonly timestamp?: number;
  readonly message: string;
}

/** The events of a page that are some. */
export function eventsOf(given: readonly unknown[]): IEvent[] {
  if (!Array.isArray(given)) {
    return [];
  }
  return given.filter(
    (one): one is IEvent => typeof (one as IEvent | null)?.message === 'string'
  );
}

/** An event may have several lines. */
export function linesOf(event: IEvent, host: number): ILogLine[] {
  const { message, timestamp } = event;
  const time =
    typeof timestamp === 'number' && Number.isFinite(timestamp)
      ? timestamp
      : null;
  const lines = message.split(/\r?\n/);
  if (lines.length > 1 && lines[lines.length - 1] === '') {
    lines.pop();
  }
  return lines.map(text => ({ text, time, host }));
}

/**
 * The names of a job's streams; none before the job first writes something.
 * Rejects with ProblemError.
 */
export async function streamsOf(aws: IAws, job: string): Promise<string[]> {
  try {
    const names = await aws.logStreams(job);
    return names.filter(name => name.startsWith(`${job}/`));
  } catch (error) {
    if ((error as ProblemError).kind === 'missing') {
      return [];
    }
    throw error;
  }
}
