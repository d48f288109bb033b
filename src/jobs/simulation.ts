import type { OutputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { Tag, TrainingJob } from '@aws-sdk/client-sagemaker';
import type {
  IAws,
  ILogPage,
  IObjectInfo,
  IObjectPart,
  IPage,
  ISearchFilter
} from '../aws/api';
import { ProblemError } from '../aws/problem';
import type { ProblemKind } from '../aws/problem';
import { Rounds } from './polling/rounds';

/** Time that passes when a test says so, and rounds that go by it. */
export class Simulation {
  time = 0;
  hidden = false;

  readonly clock = (): number => this.time;

  // Before the rounds, which take them.
  private _next = 0;
  private _poll: Rounds.IPoll = {
    frequency: { interval: 0, backoff: false, max: 0 },
    isDisposed: false,
    dispose: () => {},
    schedule: async () => {
      this._next = this.time + this._poll.frequency.interval;
    }
  };
  private _tick: () => Promise<void> = async () => {};

  readonly rounds = new Rounds({
    clock: this.clock,
    random: () => 0.5,
    makePoll: tick => {
      this._tick = tick;
      return this._poll;
    }
  });

  /** Let `ms` pass, with everything that is due in it. */
  async run(ms: number): Promise<void> {
    const end = this.time + ms;
    await this.settle();
    while (this._next <= end) {
      this.time = Math.max(this.time, this._next);
      this._next = this.time + this._poll.frequency.interval;
      if (!this.hidden) {
        await this._tick();
      }
      await this.settle();
    }
    this.time = end;
  }

  /** Let every promise that can be kept be kept. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      await Promise.resolve();
    }
  }
}

const ARN = 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/';

/** A backend in memory that counts what it is asked and can be made to fail. */
export class FakeAws implements IAws {
  readonly asked: string[] = [];
  readonly jobs = new Map<string, Partial<TrainingJob>>();
  readonly streams = new Map<string, OutputLogEvent[]>();
  readonly objects = new Map<string, Uint8Array<ArrayBuffer>>();
  /** How many events a page of the log has at most. */
  pageSize = 3;
  /** What is thrown by the operations that it names, or by `*`: all. */
  readonly failures = new Map<string, ProblemKind>();

  count(operation: string): number {
    return this.asked.filter(one => one.split(' ')[0] === operation).length;
  }

  async describe(name: string): Promise<Partial<TrainingJob>> {
    this._ask('describe', name);
    // As AWS does, it tells no tags.
    const told = this._found(this.jobs.get(name));
    return { TrainingJobArn: `${ARN}${name}`, ...told, Tags: undefined };
  }

  async tags(arn: string): Promise<readonly Tag[]> {
    const name = arn.slice(ARN.length);
    this._ask('tags', name);
    return this._found(this.jobs.get(name)).Tags ?? [];
  }

  async search(
    filters: readonly ISearchFilter[],
    next: string | null
  ): Promise<IPage<Partial<TrainingJob>>> {
    this._ask('search', next ?? '');
    return this._page(next, job =>
      filters.every(
        ({ name, equals }) =>
          equals === undefined ||
          Object.entries(job).some(
            ([key, value]) => key === name && value === equals
          ) ||
          job.Tags?.some(
            tag => `Tags.${tag.Key}` === name && tag.Value === equals
          )
      )
    );
  }

  async list(next: string | null): Promise<IPage<Partial<TrainingJob>>> {
    this._ask('list', next ?? '');
    return this._page(next);
  }

  async stop(name: string): Promise<void> {
    this._ask('stop', name);
    Object.assign(this._found(this.jobs.get(name)), {
      TrainingJobStatus: 'Stopping'
    });
  }

  async logStreams(name: string): Promise<readonly string[]> {
    this._ask('logStreams', name);
    return [...this.streams.keys()];
  }

  async logEvents(stream: string, token: string | null): Promise<ILogPage> {
    this._ask('logEvents', `${stream} ${token ?? ''}`);
    const events = this._found(this.streams.get(stream));
    const start = token === null ? 0 : Number(token.slice(2));
    const page = events.slice(start, start + this.pageSize);
    return { events: page, token: `f/${start + page.length}` };
  }

  async logEventsBefore(
    stream: string,
    token: string | null,
    most: number
  ): Promise<ILogPage> {
    this._ask('logEventsBefore', `${stream} ${token ?? ''}`);
    const events = this._found(this.streams.get(stream));
    const end = token === null ? events.length : Number(token.slice(2));
    const size = Math.min(most, this.pageSize);
    const start = Math.max(0, end - size);
    return { events: events.slice(start, end), token: `b/${start}` };
  }

  async read(
    bucket: string,
    key: string,
    range?: { start: number; end: number }
  ): Promise<IObjectPart> {
    this._ask('read', key);
    const whole = this._found(this.objects.get(key));
    if (range && range.start >= whole.length) {
      throw new ProblemError('refused', 'InvalidRange');
    }
    const bytes = whole.slice(range?.start, range?.end);
    return { bytes, total: whole.length, etag: '' };
  }

  async listObjects(
    bucket: string,
    prefix: string
  ): Promise<IPage<IObjectInfo>> {
    this._ask('listObjects', prefix);
    const items = [...this.objects]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, bytes]) => ({ key, size: bytes.length, modified: null }));
    return { items, next: null };
  }

  /** Put text where a job's record or a file of it is. */
  put(key: string, text: string): void {
    this.objects.set(key, new Uint8Array(new TextEncoder().encode(text)));
  }

  log(stream: string, ...messages: string[]): void {
    const events = messages.map(message => ({ message, timestamp: 1 }));
    this.streams.set(stream, [...(this.streams.get(stream) ?? []), ...events]);
  }

  private _page(
    next: string | null,
    passes: (job: Partial<TrainingJob>) => boolean = () => true
  ): IPage<Partial<TrainingJob>> {
    const start = Number(next ?? 0);
    const all = [...this.jobs.values()].filter(passes);
    const more = all.length > start + 100 ? String(start + 100) : null;
    return { items: all.slice(start, start + 100), next: more };
  }

  private _ask(operation: string, about: string): void {
    this.asked.push(`${operation} ${about}`);
    const kind = this.failures.get(operation) ?? this.failures.get('*');
    if (kind) {
      throw new ProblemError(kind, `${operation} fails`);
    }
  }

  private _found<T>(given: T | undefined): T {
    if (given === undefined) {
      throw new ProblemError('missing', 'There is no such thing.');
    }
    return given;
  }
}
