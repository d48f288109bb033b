/** What is asked: a status, a list, a log, an object. */
export type LookKind = 'describe' | 'list' | 'logs' | 'objects';

/** At most `perSecond` in the long run, `burst` at once. */
export interface IBudget {
  readonly perSecond: number;
  readonly burst: number;
}

/** How often one thing is looked at, in ms: `least` while it brings news. */
export interface IInterval {
  readonly least: number;
  readonly most: number;
}

/**
 * How often a backend may be asked by one page: `budgets` are looks of a kind,
 * `total` and `crowded` requests of any.
 */
export interface IPace {
  readonly intervals: Readonly<Record<LookKind, IInterval>>;
  /** For kinds that count on AWS; the others have what `total` leaves. */
  readonly budgets: Readonly<Partial<Record<LookKind, IBudget>>>;
  readonly total: IBudget;
  /** When more than `crowd` things are looked at. */
  readonly crowded: IBudget;
  readonly crowd: number;
  /** Milliseconds after a job's end within which its log may still arrive. */
  readonly late: number;
}

/** As many things as a job or two and a list have. */
const CROWD = 8;

/**
 * The local engine is free, and a line of a log is to be seen within a second;
 * fifty live cards are nevertheless two requests a second, those included that
 * a look takes on top at its end.
 */
export const LOCAL: IPace = {
  intervals: {
    describe: { least: 1000, most: 2000 },
    list: { least: 2000, most: 5000 },
    logs: { least: 400, most: 700 },
    objects: { least: 400, most: 700 }
  },
  budgets: {},
  total: { perSecond: 24, burst: 40 },
  crowded: { perSecond: 1.8, burst: 4 },
  crowd: CROWD,
  late: 3000
};

/**
 * AWS counts requests per account: thirty people with three jobs each, their
 * kernels included, are to stay under 0.5 List or Search and 3 Describe a
 * second. Kernels take two of the three.
 */
export const AWS: IPace = {
  intervals: {
    describe: { least: 90_000, most: 90_000 },
    list: { least: 75_000, most: 300_000 },
    logs: { least: 3000, most: 10_000 },
    objects: { least: 3000, most: 10_000 }
  },
  budgets: {
    describe: { perSecond: 1 / 30, burst: 4 },
    list: { perSecond: 1 / 70, burst: 3 }
  },
  total: { perSecond: 4, burst: 8 },
  crowded: { perSecond: 2, burst: 4 },
  crowd: CROWD,
  late: 120_000
};
