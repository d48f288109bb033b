import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IProblem, ProblemError } from '../aws/problem';
import { costOf } from './cost';
import { known } from './describe';
import type { Known } from './describe';
import type { ICost, IHealth, IJob, ILogChange, ILogTail } from './interfaces';
import type { ISurroundings } from './link';
import { merged } from './merge';
import type { ILooking, Look } from './polling/lane';
import type { LookKind } from './polling/pace';
import { shared } from './polling/shared';
import { Artifacts, placeOf } from './reading/artifacts';
import { Followers } from './reading/follower';
import { endsJob } from './reading/driverLines';
import { LogEnd } from './reading/logEnd';
import { LogTail } from './reading/logTail';
import { Metrics } from './reading/metrics';
import { LiveRecord } from './reading/record';
import { emptySnapshot, isSettled, isTerminal } from './snapshot';
import type { IJobId, IJobSnapshot } from './snapshot';

/** A job of a backend, looked at while somebody watches it. */
export class Job implements IJob {
  constructor(
    readonly id: IJobId,
    private _around: ISurroundings
  ) {
    this._snapshot = emptySnapshot(id);
    this._watchers = new Followers(() =>
      isSettled(this._snapshot) ? null : this._look('describe', this._describe)
    );
  }

  // Most jobs of a long list are never opened: what reads them is made late.

  get artifacts(): Artifacts {
    // Files are read when somebody asks for them: that is no polling.
    const { aws } = this._around.link;
    return (this._artifacts ??= new Artifacts({
      aws,
      roots: () => this._snapshot
    }));
  }

  get log(): LogTail {
    if (!this._log) {
      this._log = new LogTail({
        ...this._reading('logs'),
        name: this.id.name,
        hosts: () => this._snapshot.instanceCount
      });
      this._log.added.connect((log, change) => this._heed(log, change));
    }
    return this._log;
  }

  get logEnd(): LogEnd {
    return (this._logEnd ??= new LogEnd({
      ...this._reading('logs'),
      name: this.id.name,
      tail: this.log,
      sinceEnd: () => {
        const { ended } = this._snapshot;
        return ended === null ? null : this.now() - ended;
      }
    }));
  }

  get record(): LiveRecord {
    if (!this._record) {
      const record = new LiveRecord({
        ...this._reading('objects'),
        places: () => Private.recordOf(this._snapshot)
      });
      record.measured.connect((_, measured) => this.metrics.take(measured));
      record.added.connect(() => this._hurryIf(!this._snapshot.started));
      this._record = record;
    }
    return this._record;
  }

  get metrics(): Metrics {
    return (this._metrics ??= new Metrics());
  }

  get snapshot(): IJobSnapshot {
    return this._snapshot;
  }

  get health(): IHealth {
    return this._health;
  }

  get changed(): ISignal<IJob, void> {
    return this._changed;
  }

  cost(): ICost {
    const { link } = this._around;
    const rates = link.rates(this._snapshot.instanceType);
    return costOf(this._snapshot, rates, link.paid, this._knownUntil);
  }

  now(): number {
    return this._around.now();
  }

  elapsed(): number | null {
    const { created, ended } = this._snapshot;
    if (created === null) {
      return null;
    }
    return Math.max(0, ((ended ?? this._knownUntil) - created) / 1000);
  }

  watch(): IDisposable {
    return this._watchers.add();
  }

  async refresh(): Promise<void> {
    // What went wrong is in `health`.
    await this._describe().catch(() => {});
  }

  async stop(): Promise<void> {
    await this._around.link.aws.stop(this.id.name);
    await this.refresh();
    this._watchers.hurry();
  }

  get isSent(): boolean {
    return this._isSent;
  }

  claim(): void {
    this._isSent = true;
  }

  /** What the backend's list says of this job, or a card. */
  take(news: Known): void {
    if (news.source !== 'card') {
      this._watchers.skip();
      this._hear(null);
    }
    this._become(news);
  }

  /** Prices have become known. */
  reprice(): void {
    this._changed.emit();
  }

  /** Whether a backend has told of this job: a notebook may name any. */
  get isHeard(): boolean {
    return this._snapshot.source === 'list' || this._snapshot.source === 'full';
  }

  /** What is not heard of is not counted on: it may have ended meanwhile. */
  private get _knownUntil(): number {
    const { heard, problem } = this._health;
    return problem && heard !== null ? heard : this.now();
  }

  private async _ask(): Promise<boolean> {
    const before = this._snapshot;
    try {
      const record = await this._around.aws.describe(this.id.name);
      this._hear(null);
      this._become(known(record, 'full'));
      await this._askWhose(record.TrainingJobArn);
    } catch (error) {
      const problem = error as ProblemError;
      this._hear(problem);
      if (problem.kind === 'missing' && isTerminal(this._snapshot.status)) {
        // It is over and gone: nothing will be told of it.
        this._watchers.stop();
      }
      throw error;
    }
    return before !== this._snapshot;
  }

  /** Describe does not tell it, and a list only of what it lists: once. */
  private async _askWhose(arn: unknown): Promise<void> {
    const { aws, link } = this._around;
    const isKnown = !link.paid || this._snapshot.owner !== '';
    if (isKnown || this._hasTags || typeof arn !== 'string') {
      return;
    }
    try {
      const tags = [...(await aws.tags(arn))];
      this._hasTags = true;
      this._become(known({ Tags: tags }, 'full'));
    } catch (error) {
      // Whoever may not ask goes without; anything else is asked next time.
      this._hasTags = (error as ProblemError).kind === 'denied';
    }
  }

  private _hear(problem: IProblem | null): void {
    const before = this._health.problem;
    const heard = problem ? this._health.heard : this._around.now();
    this._health = { heard, problem };
    if (before?.kind !== problem?.kind) {
      this._changed.emit();
    }
  }

  private _become(news: Known): void {
    const next = merged(this._snapshot, news);
    if (next === this._snapshot) {
      return;
    }
    this._snapshot = next;
    if (next.finalMetrics.length > 0) {
      this.metrics.takeFinal(next.finalMetrics);
    }
    if (isSettled(next)) {
      this._watchers.stop();
    }
    this._changed.emit();
  }

  private _look(kind: LookKind, look: Look): ILooking {
    return this._around.rounds.add(this._around.lane, kind, look);
  }

  private _reading(kind: LookKind) {
    return {
      aws: this._around.aws,
      clock: this._around.clock,
      isTerminal: () => isTerminal(this._snapshot.status),
      late: this._around.lane.pace.late,
      look: (look: Look) => this._look(kind, look)
    };
  }

  /** What the job writes tells sooner than its status where it is. */
  private _heed(log: ILogTail, { from, count }: ILogChange): void {
    const last = log.lines(from + count - Private.LAST, from + count);
    const ends = last.some(({ text }) => endsJob(text));
    this._hurryIf(ends || !this._snapshot.started);
  }

  private _hurryIf(isDue: boolean): void {
    if (isDue) {
      this._watchers.hurry();
    }
  }

  private _artifacts: Artifacts | null = null;
  private _changed = new Signal<this, void>(this);
  private _describe = shared(() => this._ask());
  private _health: IHealth = { heard: null, problem: null };
  private _hasTags = false;
  private _isSent = false;
  private _log: LogTail | null = null;
  private _logEnd: LogEnd | null = null;
  private _metrics: Metrics | null = null;
  private _record: LiveRecord | null = null;
  private _snapshot: IJobSnapshot;
  private _watchers: Followers;
}

namespace Private {
  /** In how many of the newest lines the last one of the driver is looked for. */
  export const LAST = 20;

  /** See driver/places.py. */
  const RECORD = 'outputs.jsonl';

  export function recordOf(job: IJobSnapshot): LiveRecord.IPlaces {
    return {
      live: placeOf(job.checkpoints && `${job.checkpoints}offload/${RECORD}`),
      final: placeOf(job.output && `${job.output}model/${RECORD}`)
    };
  }
}
