import type { IDisposable } from '@lumino/disposable';
import type { Poll } from '@lumino/polling';
import { Entry, Lane } from './lane';
import type { ILooking, Look } from './lane';
import type { IPace, LookKind } from './pace';

/**
 * Looks at many things, each in its own time and all within their backends'
 * budgets. Lists come first, then who has waited longest.
 *
 * It sleeps in one poll, which stands by while the page is hidden.
 */
export class Rounds implements IDisposable {
  constructor(options: Rounds.IOptions) {
    this._clock = options.clock;
    this._random = options.random;
    this._poll = options.makePoll(async () => this.round());
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    this._lanes = [];
    this._poll.dispose();
  }

  /** What is looked at on one backend. */
  lane(pace: IPace): Lane {
    const lane = new Lane(pace, this._clock());
    this._lanes.push(lane);
    return lane;
  }

  /** Look at something, the first time now, until the answer is disposed. */
  add(lane: Lane, kind: LookKind, look: Look): ILooking {
    const { least } = lane.pace.intervals[kind];
    const entry = new Entry(kind, look, least, this._clock());
    lane.entries.add(entry);
    this._sleep();
    return {
      get isDisposed() {
        return !lane.entries.has(entry);
      },
      dispose: () => {
        lane.entries.delete(entry);
      },
      hurry: () => {
        entry.due = Math.min(entry.due, this._clock());
        entry.again = entry.running;
        this._sleep();
      },
      skip: () => {
        entry.due = this._clock() + this._jittered(entry.interval);
      }
    };
  }

  /** Start what is due. Does not wait for it. */
  round(): void {
    const now = this._clock();
    for (const [lane, entry] of this._waiting().sort(Private.inOrder)) {
      if (entry.start > now || this._running >= Rounds.MOST_AT_ONCE) {
        continue;
      }
      const wait = lane.pay(entry.kind, now);
      if (wait > 0) {
        entry.notBefore = now + wait;
      } else {
        void this._look(lane, entry);
      }
    }
    this._sleep();
  }

  private async _look(lane: Lane, entry: Entry): Promise<void> {
    const { least, most } = lane.pace.intervals[entry.kind];
    entry.running = true;
    this._running += 1;
    try {
      const news = await entry.look();
      if (entry.failures > 0) {
        entry.failures = 0;
        this._spread(lane);
      }
      entry.interval = news
        ? least
        : Math.min(most, entry.interval * Rounds.SLOWER);
    } catch {
      entry.failures += 1;
      entry.interval = Math.max(most, Private.backOff(entry.failures));
    }
    this._running -= 1;
    entry.running = false;
    entry.due =
      this._clock() + (entry.again ? 0 : this._jittered(entry.interval));
    entry.again = false;
    this._sleep();
  }

  /** A backend answers again: who waits because it did not, waits no longer. */
  private _spread(lane: Lane): void {
    for (const entry of lane.entries) {
      if (entry.failures > 0) {
        entry.due = Math.min(entry.due, this._clock());
      }
    }
  }

  private _waiting(): [Lane, Entry][] {
    return this._lanes.flatMap(lane =>
      [...lane.entries]
        .filter(entry => !entry.running)
        .map((entry): [Lane, Entry] => [lane, entry])
    );
  }

  /** Sleep until the next thing is due. */
  private _sleep(): void {
    const start = Math.min(...this._waiting().map(([_, entry]) => entry.start));
    const interval = Math.round(
      Math.max(
        Rounds.SHORTEST_SLEEP,
        Math.min(start - this._clock(), Rounds.LONGEST_SLEEP)
      )
    );
    const max = Rounds.LONGEST_SLEEP;
    this._poll.frequency = { interval, backoff: false, max };
    void this._poll.schedule();
  }

  // So that the pages of a class do not ask in step.
  private _jittered(interval: number): number {
    return interval * (0.9 + 0.2 * this._random());
  }

  private _clock: () => number;
  private _lanes: Lane[] = [];
  private _poll: Rounds.IPoll;
  private _random: () => number;
  private _running = 0;
}

export namespace Rounds {
  /** As many requests as a browser sends to one server at a time. */
  export const MOST_AT_ONCE = 6;

  /** By how much an interval grows with each look that brings no news. */
  export const SLOWER = 1.5;

  /** Milliseconds. */
  export const SHORTEST_SLEEP = 100;
  export const LONGEST_SLEEP = 5000;
  export const LEAST_AFTER_FAILURE = 1000;
  export const MOST_AFTER_FAILURE = 60_000;

  /** As much of a poll as is used here. */
  export type IPoll = Pick<
    Poll,
    'dispose' | 'frequency' | 'isDisposed' | 'schedule'
  >;

  export interface IOptions {
    /** Milliseconds that never go back, as performance.now() counts them. */
    readonly clock: () => number;
    /** Between 0 and 1, as Math.random(). */
    readonly random: () => number;
    /** A poll that calls `tick` and stands by while the page is hidden. */
    readonly makePoll: (tick: () => Promise<void>) => IPoll;
  }
}

namespace Private {
  export function inOrder(
    [, one]: [Lane, Entry],
    [, other]: [Lane, Entry]
  ): number {
    return (
      Number(other.kind === 'list') - Number(one.kind === 'list') ||
      one.due - other.due
    );
  }

  export function backOff(failures: number): number {
    return Math.min(
      Rounds.MOST_AFTER_FAILURE,
      Rounds.LEAST_AFTER_FAILURE * 2 ** (failures - 1)
    );
  }
}
