import type { IDisposable } from '@lumino/disposable';
import { Bucket } from './bucket';
import type { IPace, LookKind } from './pace';

/**
 * One look at something; whether it brought news. What it rejects with is a
 * reason to look less often, nothing more: the look itself remembers it.
 */
export type Look = () => Promise<boolean>;

/** Something that is looked at until it is disposed. */
export interface ILooking extends IDisposable {
  /** Look as soon as the budget allows. */
  hurry(): void;
  /** What it would bring is known from elsewhere: one look is left out. */
  skip(): void;
}

/** Something to be looked at, and when. Times are those of the clock. */
export class Entry {
  constructor(
    readonly kind: LookKind,
    readonly look: Look,
    public interval: number,
    public due: number
  ) {}

  running = false;
  /** Somebody was in a hurry while it was running. */
  again = false;
  failures = 0;
  /** Not before the budget has something left. */
  notBefore = 0;

  get start(): number {
    return Math.max(this.due, this.notBefore);
  }
}

/** What is looked at on one backend, and what was spent of its budget. */
export class Lane {
  constructor(
    private _pace: IPace,
    now: number
  ) {
    this._total = new Bucket(_pace.total.burst, now);
  }

  readonly entries = new Set<Entry>();

  get pace(): IPace {
    return this._pace;
  }

  /**
   * Take the first request of a look of this kind from the budget, and return
   * 0; or the ms until there will be one. The others are taken by `count`.
   */
  pay(kind: LookKind, now: number): number {
    const { total, crowded, crowd } = this._pace;
    const budget = this.entries.size > crowd ? crowded : total;
    const own = this._pace.budgets[kind];
    const bucket =
      this._own.get(kind) ?? new Bucket(own?.burst ?? Infinity, now);
    this._own.set(kind, bucket);
    const wait = Math.max(
      this._total.wait(budget, now),
      own ? bucket.wait(own, now) : 0
    );
    if (wait === 0) {
      this._total.take();
      this._paid += 1;
      bucket.take();
    }
    return wait;
  }

  /** A request is sent: a look may take several, for a log's pages and streams. */
  count(): void {
    if (this._paid > 0) {
      this._paid -= 1;
    } else {
      this._total.take();
    }
  }

  private _own = new Map<LookKind, Bucket>();
  private _paid = 0;
  private _total: Bucket;
}
