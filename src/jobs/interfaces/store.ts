import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { IJobId, IJobSnapshot, JobStatus } from '../snapshot';
import type { IHealth } from './health';
import type { IJob } from './job';

export interface IJobFilter {
  /** Words that must all occur in name, type, notebook, owner or status. */
  readonly text?: string;
  readonly backend?: string;
  /** The path of a notebook, as the front end knows it. */
  readonly notebook?: string;
  /**
   * Ids of cells that are in this notebook and in no other: their jobs are its
   * own whatever path they tell, for it may have been renamed since.
   */
  readonly cells?: ReadonlySet<string>;
  readonly owner?: string;
  /** Only one's own, and those of which it is not known whose they are. */
  readonly mine?: boolean;
  /**
   * Only those that are surely one's own: by their tag, by a card in a notebook
   * that is open here, or because nobody else sends jobs to their backend.
   */
  readonly own?: boolean;
  readonly status?: readonly JobStatus[];
}

export interface IJobSort {
  readonly by: 'created' | 'name' | 'status' | 'type' | 'elapsed' | 'cost';
  readonly descending: boolean;
}

/** Sums over the jobs that are known, in USD; null where a price is missing. */
export interface ISpend {
  /** What runs now costs this much an hour. */
  readonly perHour: number | null;
  /** Jobs that are active now. */
  readonly active: number;
  /** Since local midnight. */
  readonly today: number | null;
}

/**
 * All jobs that are known to this page: listed, named by notebooks, opened.
 *
 * In an account that many share, only one's own are listed and followed until
 * `everybody` is set.
 */
export interface IJobStore {
  /** Who one is there; null while it is not known. */
  readonly owner: string | null;
  /** Whether everybody's jobs are listed and followed. */
  everybody: boolean;

  /** Newest first. The array is replaced when jobs come, never changed. */
  readonly jobs: readonly IJob[];
  /** Of the active backend's list. */
  readonly health: IHealth;
  /** Whether older jobs than those in `jobs` may be had by `more()`. */
  readonly hasMore: boolean;

  /** Jobs came, or `health`, or `hasMore` changed. */
  readonly changed: ISignal<IJobStore, void>;
  /** One job's snapshot has changed. */
  readonly jobChanged: ISignal<IJobStore, IJob>;
  /** A job of one's own that was active has come to its end while the page was open. */
  readonly jobEnded: ISignal<IJobStore, IJob>;

  /**
   * The job of this name, made if need be; starts nothing by itself. `hint`
   * is what a card says of it, believed until the backend is heard.
   */
  open(id: IJobId, hint?: Partial<IJobSnapshot>): IJob;

  /** Keep the list fresh until the returned object is disposed. */
  watch(): IDisposable;

  /** Ask for the newest jobs now. Never rejects. */
  refresh(): Promise<void>;

  /** Ask for older jobs. Never rejects. */
  more(): Promise<void>;

  /** The jobs that pass, in order; 10,000 of them within 50 ms. */
  query(filter: IJobFilter, sort?: IJobSort): readonly IJob[];

  /** Sums over the jobs that pass; over those surely one's own if nothing is said. */
  spend(filter?: IJobFilter): ISpend;
}
