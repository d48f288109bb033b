import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { IJobId, IJobSnapshot } from '../snapshot';
import type { IArtifacts } from './artifacts';
import type { ICost } from './cost';
import type { IHealth } from './health';
import type { ILogEnd, ILogTail } from './logTail';
import type { IMetrics } from './metrics';
import type { ILiveRecord } from './record';

/** A job as a person looks at it. There is one object per job and page. */
export interface IJob {
  readonly id: IJobId;
  readonly snapshot: IJobSnapshot;
  /** Whether a cell that ran in this page has sent it. */
  readonly isSent: boolean;
  /** Of this job's backend, as far as this job was asked for. */
  readonly health: IHealth;
  /** `snapshot` or `health` has changed. */
  readonly changed: ISignal<IJob, void>;

  readonly log: ILogTail;
  readonly logEnd: ILogEnd;
  readonly record: ILiveRecord;
  readonly metrics: IMetrics;
  readonly artifacts: IArtifacts;

  /** At this moment; it grows without `changed` while the job runs. */
  cost(): ICost;

  /** The moment by the server's clock, epoch ms: a laptop's may be off. */
  now(): number;

  /** Seconds since it was created, or that it took; null if not known. */
  elapsed(): number | null;

  /** A cell that ran in this page has sent it. */
  claim(): void;

  /** Keep the snapshot fresh until the returned object is disposed. */
  watch(): IDisposable;

  /** Ask now. Never rejects: what goes wrong becomes `health`. */
  refresh(): Promise<void>;

  /** Ask the job to stop. Rejects with ProblemError. */
  stop(): Promise<void>;
}
