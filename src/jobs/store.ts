import { DisposableDelegate } from '@lumino/disposable';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { deferred } from '../aws/deferred';
import { LOCAL_BACKEND } from '../config/names';
import type { ProblemError } from '../aws/problem';
import type { ISentJob } from '../generated/sent';
import type {
  IHealth,
  IJob,
  IJobFilter,
  IJobSort,
  IJobStore,
  IProblem,
  ISpend
} from './interfaces';
import { Job } from './job';
import type { IBackendLink, ISurroundings } from './link';
import { JobList } from './list';
import type { IListed } from './list';
import type { ILooking } from './polling/lane';
import { AWS, LOCAL } from './polling/pace';
import type { Rounds } from './polling/rounds';
import { ownershipOf, query } from './query';
import type { Ownership } from './query';
import { Followers } from './reading/follower';
import { isTerminal, keyOf } from './snapshot';
import type { IJobId, IJobSnapshot } from './snapshot';
import { spendOf } from './spend';
import { tagText } from './tags';

/** Knows every job that a list, a notebook or a panel has named. */
export class JobStore implements IJobStore {
  constructor(options: JobStore.IOptions) {
    this._options = options;
    this._watchers = new Followers(() => this._start());
  }

  get jobs(): readonly Job[] {
    if (this._isUnordered) {
      this._isUnordered = false;
      this._jobs = [...this._known.values()]
        .filter(job => job.isHeard)
        .sort(
          (one, other) =>
            (other.snapshot.created ?? 0) - (one.snapshot.created ?? 0)
        );
    }
    return this._jobs;
  }

  get owner(): string | null {
    const active = this._options.active();
    return active === null ? null : this._ownerAt(active);
  }

  get everybody(): boolean {
    return this._everybody;
  }

  set everybody(everybody: boolean) {
    if (everybody !== this._everybody) {
      this._everybody = everybody;
      this._keepActive();
      this._watchers.hurry();
      this._changed.emit();
    }
  }

  get health(): IHealth {
    return this._health;
  }

  get hasMore(): boolean {
    const active = this._options.active();
    return active !== null && this._at(active).list.hasMore;
  }

  get changed(): ISignal<IJobStore, void> {
    return this._changed;
  }

  get jobChanged(): ISignal<IJobStore, IJob> {
    return this._jobChanged;
  }

  get jobEnded(): ISignal<IJobStore, IJob> {
    return this._jobEnded;
  }

  open(id: IJobId, hint?: Partial<IJobSnapshot>): Job {
    const key = keyOf(id);
    const job = this._known.get(key) ?? this._make(key, id);
    if (hint) {
      job.take({ ...hint, source: 'card' });
    }
    return job;
  }

  watch(): IDisposable {
    const watching = this._watchers.add();
    return new DisposableDelegate(() => {
      watching.dispose();
      this._keepActive();
    });
  }

  async refresh(): Promise<void> {
    // What went wrong is in `health`.
    await this._look().catch(() => {});
  }

  async more(): Promise<void> {
    await this._ask(list => list.older()).catch(() => {});
  }

  /** Another backend has become the active one, or it is known whose jobs are. */
  restart(): void {
    this._health = { heard: null, problem: null };
    this._watchers.restart();
    this._changed.emit();
  }

  query(filter: IJobFilter, sort?: IJobSort): readonly Job[] {
    return query(this.jobs, filter, sort, job => this._ownership(job));
  }

  spend(filter: IJobFilter = { own: true }): ISpend {
    const now = this._options.now();
    const midnight = new Date(now).setHours(0, 0, 0, 0);
    return spendOf(this.query(filter), midnight, now);
  }

  /** Prices have become known. */
  reprice(): void {
    for (const job of this._known.values()) {
      job.reprice();
    }
    this._changed.emit();
  }

  private _ownership(job: Job): Ownership {
    const { backend } = job.id;
    return ownershipOf(
      job,
      this._ownerAt(backend),
      this._at(backend).link.paid
    );
  }

  private _ownerAt(backend: string): string | null {
    const tag = this._options.ownerTag(backend);
    return tag === null ? null : tagText(tag);
  }

  private _start(): ILooking | null {
    const active = this._options.active();
    if (active === null) {
      return null;
    }
    const { rounds } = this._options;
    return rounds.add(this._at(active).lane, 'list', () => this._look());
  }

  /** Whether there were jobs that are not over: they are worth another look. */
  private async _look(): Promise<boolean> {
    await this._ask(list => list.newest());
    void this._recall();
    this._keepActive();
    return this._active.size > 0;
  }

  private async _ask(
    page: (list: JobList) => Promise<IListed[]>
  ): Promise<void> {
    const active = this._options.active();
    if (active === null) {
      return;
    }
    if (this._options.ownerTag(active) === null) {
      this._options.identify?.();
    }
    let listed: IListed[];
    try {
      listed = await page(this._at(active).list);
    } catch (error) {
      this._hear(error as ProblemError);
      throw error;
    }
    this._isListing = true;
    for (const { name, known } of listed) {
      this.open({ backend: active, name }).take(known);
    }
    this._isListing = false;
    this._hear(null);
  }

  /**
   * Jobs that this machine has sent, once for each backend on AWS: its Search
   * is late, and where it is forbidden nothing else tells whose jobs are.
   */
  private async _recall(): Promise<void> {
    const backend = this._options.active();
    const { sent } = this._options;
    if (backend === null || !sent || this._recalled.has(backend)) {
      return;
    }
    this._recalled.add(backend);
    if (!this._at(backend).link.paid) {
      return;
    }
    let entries: readonly ISentJob[];
    try {
      entries = await sent(backend);
    } catch {
      // With one of the next looks.
      this._recalled.delete(backend);
      return;
    }
    const unheard: Job[] = [];
    for (const { name, notebook, cell, created, ended } of entries) {
      const known = { notebook, cell, created: created * 1000 };
      const job = this.open({ backend, name }, known);
      job.claim();
      if (!ended && !job.isHeard) {
        unheard.push(job);
      }
    }
    for (const job of unheard.slice(0, JobStore.MOST_ACTIVE)) {
      await job.refresh();
    }
    this._keepActive();
    this._changed.emit();
  }

  private _hear(problem: IProblem | null): void {
    const heard = problem ? this._health.heard : this._options.now();
    this._health = { heard, problem };
    this._changed.emit();
  }

  private _make(key: string, id: IJobId): Job {
    const job = new Job(id, this._at(id.backend));
    let before = job.snapshot;
    let wasHeard = false;
    job.changed.connect(() => {
      const ends =
        wasHeard &&
        before.status !== 'Unknown' &&
        !isTerminal(before.status) &&
        isTerminal(job.snapshot.status);
      if (job.isHeard && !wasHeard) {
        wasHeard = true;
        this._welcome();
      }
      before = job.snapshot;
      this._jobChanged.emit(job);
      if (ends) {
        this._keepActive();
        if (this._ownership(job) === 'own') {
          this._jobEnded.emit(job);
        }
      }
    });
    this._known.set(key, job);
    return job;
  }

  /** A backend has told of a job that was not in the list. */
  private _welcome(): void {
    this._isUnordered = true;
    if (!this._isListing) {
      this._changed.emit();
    }
  }

  /** Follow what is not over to its end, and nothing else. */
  private _keepActive(): void {
    const others = this._everybody ? {} : { own: true };
    const wanted = new Set(
      this._watchers.count === 0
        ? []
        : // One's own come first: of their ends people are told.
          [...this.query({ own: true }), ...this.query(others)]
            .filter(job => !isTerminal(job.snapshot.status))
            .slice(0, JobStore.MOST_ACTIVE)
    );
    for (const [job, watching] of this._active) {
      if (!wanted.has(job)) {
        watching.dispose();
        this._active.delete(job);
      }
    }
    for (const job of wanted) {
      if (!this._active.has(job)) {
        this._active.set(job, job.watch());
      }
    }
  }

  private _at(backend: string): JobStore.IPlace {
    let found = this._places.get(backend);
    if (!found) {
      const { clock, link, now, rounds } = this._options;
      const made = link(backend);
      const lane = rounds.lane(backend === LOCAL_BACKEND ? LOCAL : AWS);
      const aws = deferred(async () => {
        lane.count();
        return made.aws;
      });
      found = {
        link: made,
        aws,
        lane,
        list: new JobList(aws, () =>
          this._everybody ? null : this._options.ownerTag(backend)
        ),
        rounds,
        clock,
        now
      };
      this._places.set(backend, found);
    }
    return found;
  }

  private _active = new Map<Job, IDisposable>();
  private _changed = new Signal<this, void>(this);
  private _everybody = false;
  private _health: IHealth = { heard: null, problem: null };
  private _isListing = false;
  private _isUnordered = false;
  private _jobChanged = new Signal<this, IJob>(this);
  private _jobEnded = new Signal<this, IJob>(this);
  private _jobs: readonly Job[] = [];
  private _known = new Map<string, Job>();
  private _options: JobStore.IOptions;
  private _places = new Map<string, JobStore.IPlace>();
  private _recalled = new Set<string>();
  private _watchers: Followers;
}

export namespace JobStore {
  /** Jobs that are followed at a time though nobody looks at them. */
  export const MOST_ACTIVE = 50;

  export interface IPlace extends ISurroundings {
    readonly list: JobList;
  }

  export interface IOptions {
    /** The name of the active backend; null while it is not known. */
    readonly active: () => string | null;
    /** The tag of one's own jobs at a backend; null while it is not known. */
    readonly ownerTag: (backend: string) => string | null;
    /** Asks for that tag again; it may be called at each look. */
    readonly identify?: () => void;
    /** The backend of a name, which may have been made up by a notebook. */
    readonly link: (name: string) => IBackendLink;
    /** The jobs that this machine has sent to a backend, newest first. */
    readonly sent?: (backend: string) => Promise<readonly ISentJob[]>;
    readonly rounds: Rounds;
    /** Milliseconds that never go back. */
    readonly clock: () => number;
    /** Epoch milliseconds by the server's clock. */
    readonly now: () => number;
  }
}
