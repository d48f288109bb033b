import { DisposableDelegate } from '@lumino/disposable';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type {
  IArtifact,
  IArtifacts,
  IJobInput,
  ICost,
  IHealth,
  IJob,
  IJobStore,
  ILiveRecord,
  ILogChange,
  ILogEnd,
  ILogLine,
  ILogTail,
  IMetricPoint,
  IMetrics,
  IProblem,
  IProgress,
  IRecordChange,
  ISpend,
  LogState,
  OutputEvent
} from './interfaces';
import { isForMachines } from './reading/driverLines';
import { emptySnapshot, keyOf } from './snapshot';
import type { IJobId, IJobSnapshot } from './snapshot';

/** Counts who follows, so that a test sees whether a panel lets go. */
class Followers {
  count = 0;

  add(): IDisposable {
    this.count += 1;
    return new DisposableDelegate(() => {
      this.count -= 1;
    });
  }
}

/** A log that says what `push` is given. */
export class FakeLogTail implements ILogTail {
  first = 0;
  state: LogState = 'idle';
  problem: IProblem | null = null;
  readonly followers = new Followers();
  readonly added = new Signal<this, ILogChange>(this);
  readonly stateChanged = new Signal<this, void>(this);

  get length(): number {
    return this._lines.length;
  }

  lines(start: number, end: number): ILogLine[] {
    return this._lines.slice(start, end);
  }

  follow(): IDisposable {
    return this.followers.add();
  }

  push(...lines: (string | ILogLine)[]): void {
    const from = this._lines.length;
    for (const line of lines) {
      this._lines.push(
        typeof line === 'string' ? { text: line, time: null, host: 1 } : line
      );
    }
    this.added.emit({ from, count: lines.length, restarted: false });
  }

  /** Let go of the lines before this one. */
  letGo(first: number): void {
    this._lines.fill({ text: '', time: null, host: 1 }, this.first, first);
    this.first = first;
  }

  become(state: LogState, problem: IProblem | null = null): void {
    this.state = state;
    this.problem = problem;
    this.stateChanged.emit();
  }

  private _lines: ILogLine[] = [];
}

/** The end of a log that says what `push` is given. */
export class FakeLogEnd implements ILogEnd {
  /** The lines before those of the log: null where they are not counted. */
  before: number | null = 0;
  readonly followers = new Followers();
  readonly changed = new Signal<this, void>(this);

  constructor(private _log: FakeLogTail) {
    const change = () => this.changed.emit();
    _log.added.connect(change);
    _log.stateChanged.connect(change);
  }

  get lines(): ILogLine[] {
    return this._log
      .lines(0, this._log.length)
      .filter(({ text }) => !isForMachines(text));
  }

  follow(): IDisposable {
    return this.followers.add();
  }
}

/** A record that says what `push` and `report` are given. */
export class FakeRecord implements ILiveRecord {
  outputs: readonly OutputEvent[] = [];
  progress: readonly IProgress[] = [];
  ended = false;
  isFound = false;
  problem: IProblem | null = null;
  readonly followers = new Followers();
  readonly added = new Signal<this, IRecordChange>(this);
  readonly progressChanged = new Signal<this, void>(this);
  readonly stateChanged = new Signal<this, void>(this);

  follow(): IDisposable {
    return this.followers.add();
  }

  push(...events: OutputEvent[]): void {
    const from = this.outputs.length;
    this.isFound = true;
    this.outputs = [...this.outputs, ...events];
    this.added.emit({ from, count: events.length, restarted: false });
  }

  report(...progress: IProgress[]): void {
    this.progress = progress;
    this.progressChanged.emit();
  }
}

export class FakeMetrics implements IMetrics {
  readonly changed = new Signal<this, void>(this);

  get names(): readonly string[] {
    return [...this._series.keys()];
  }

  series(name: string): readonly IMetricPoint[] {
    return this._series.get(name) ?? [];
  }

  push(name: string, ...values: number[]): void {
    const before = this.series(name);
    const points = values.map((value, index) => ({
      step: before.length + index,
      time: null,
      value
    }));
    this._series.set(name, [...before, ...points]);
    this.changed.emit();
  }

  private _series = new Map<string, readonly IMetricPoint[]>();
}

/** Files by path, all in the folder `output`. */
export class FakeArtifacts implements IArtifacts {
  readonly contents = new Map<string, Uint8Array<ArrayBuffer>>();
  taken: readonly IJobInput[] = [];

  async inputs(): Promise<readonly IJobInput[]> {
    return this.taken;
  }

  async list(): Promise<{ files: IArtifact[]; complete: boolean }> {
    const files = [...this.contents].map(([path, bytes]) => ({
      root: 'output' as const,
      path,
      bucket: 'bucket',
      key: `jobs/job/output/${path}`,
      size: bytes.length,
      modified: 0
    }));
    return { files, complete: true };
  }

  async read(
    file: IArtifact,
    range: { start?: number; most?: number } = {}
  ): Promise<Uint8Array<ArrayBuffer>> {
    const start = range.start ?? 0;
    const bytes = this.contents.get(file.path) ?? new Uint8Array();
    return bytes.slice(start, start + (range.most ?? bytes.length));
  }

  async download(file: IArtifact): Promise<Blob> {
    return new Blob([await this.read(file)]);
  }
}

/** A job that is what `update` says. */
export class FakeJob implements IJob {
  constructor(known: IJobId & Partial<IJobSnapshot>) {
    this.id = { backend: known.backend, name: known.name };
    this.snapshot = { ...emptySnapshot(known), ...known };
  }

  readonly id: IJobId;
  snapshot: IJobSnapshot;
  isSent = false;
  health: IHealth = { heard: null, problem: null };
  costs: ICost = {
    charged: null,
    free: false,
    onAws: null,
    perHour: null,
    ceiling: null,
    final: false,
    upperBound: false
  };
  seconds: number | null = null;
  time = 100_000;
  readonly changed = new Signal<this, void>(this);
  readonly log = new FakeLogTail();
  readonly logEnd = new FakeLogEnd(this.log);
  readonly record = new FakeRecord();
  readonly metrics = new FakeMetrics();
  readonly artifacts = new FakeArtifacts();
  readonly watchers = new Followers();
  stops = 0;
  refreshes = 0;

  claim(): void {
    this.isSent = true;
  }

  cost(): ICost {
    return this.costs;
  }

  now(): number {
    return this.time;
  }

  elapsed(): number | null {
    return this.seconds;
  }

  watch(): IDisposable {
    return this.watchers.add();
  }

  async refresh(): Promise<void> {
    this.refreshes += 1;
  }

  async stop(): Promise<void> {
    this.stops += 1;
    this.update({ status: 'Stopping', secondary: 'Stopping' });
  }

  update(known: Partial<IJobSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...known };
    this.changed.emit();
  }
}

/** A store of the jobs that it is given; every filter lets all pass. */
export class FakeJobStore implements IJobStore {
  constructor(jobs: FakeJob[] = []) {
    for (const job of jobs) {
      this.add(job);
    }
  }

  jobs: readonly FakeJob[] = [];
  owner: string | null = null;
  everybody = false;
  health: IHealth = { heard: null, problem: null };
  hasMore = false;
  sums: ISpend = { perHour: 0, active: 0, today: 0 };
  readonly changed = new Signal<this, void>(this);
  readonly jobChanged = new Signal<this, IJob>(this);
  readonly jobEnded = new Signal<this, IJob>(this);
  readonly watchers = new Followers();
  refreshes = 0;

  add(job: FakeJob): FakeJob {
    this.jobs = [job, ...this.jobs];
    job.changed.connect(() => this.jobChanged.emit(job), this);
    this.changed.emit();
    return job;
  }

  open(id: IJobId, hint: Partial<IJobSnapshot> = {}): FakeJob {
    const known = this.jobs.find(job => keyOf(job.id) === keyOf(id));
    return known ?? this.add(new FakeJob({ ...hint, ...id }));
  }

  watch(): IDisposable {
    return this.watchers.add();
  }

  async refresh(): Promise<void> {
    this.refreshes += 1;
  }

  async more(): Promise<void> {
    this.hasMore = false;
  }

  query(): readonly FakeJob[] {
    return this.jobs;
  }

  spend(): ISpend {
    return this.sums;
  }
}
