/** Which job: its name is unique within its backend's account and region. */
export interface IJobId {
  /** The name of a backend, as in `offload/config`. */
  readonly backend: string;
  /** The job's name in AWS. */
  readonly name: string;
}

/**
 * AWS's TrainingJobStatus; `Unknown` until a backend was heard. `Stopped` also
 * where the driver has ended a job just before its limit: see `known`.
 */
export type JobStatus =
  'Unknown' | 'InProgress' | 'Stopping' | 'Completed' | 'Failed' | 'Stopped';

/** A stretch of the job's life, such as Downloading; times in ms. */
export interface IPhase {
  /** AWS's SecondaryStatus. */
  readonly name: string;
  readonly started: number;
  /** Null while it lasts. */
  readonly ended: number | null;
  /** What AWS says of it; text of unknown origin. */
  readonly message: string;
}

/**
 * What is known of a job at one moment; never changed, only replaced.
 *
 * Times are epoch milliseconds by AWS's clock. Strings come from notebooks,
 * tags and job output: show them as text, never as markup. What is not known
 * is null, or an empty string.
 */
export interface IJobSnapshot extends IJobId {
  readonly status: JobStatus;
  /** AWS's SecondaryStatus, the finer word for where the job is. */
  readonly secondary: string;
  /** AWS's FailureReason. */
  readonly reason: string;

  readonly created: number | null;
  /** From here on the job is paid for. */
  readonly started: number | null;
  readonly ended: number | null;
  readonly modified: number | null;
  readonly phases: readonly IPhase[];

  readonly instanceType: string;
  readonly instanceCount: number;
  readonly volumeGib: number | null;
  readonly spot: boolean;
  readonly image: string;
  /** Seconds, as SageMaker enforces them. */
  readonly maxRuntime: number | null;
  readonly warmSeconds: number;

  /** Seconds; known at the end. */
  readonly billable: number | null;
  readonly training: number | null;
  /** Seconds that a warm pool kept the instance after the job. */
  readonly warmBillable: number | null;

  /** From the job's tags, decoded. */
  readonly owner: string;
  readonly kind: string;
  /** The notebook's path and the cell's id. */
  readonly notebook: string;
  readonly cell: string;
  /** All tags as they are. */
  readonly tags: Readonly<Record<string, string>>;

  /** Last values of the metrics that SageMaker found in the log. */
  readonly finalMetrics: readonly IFinalMetric[];
  /** What it reads, and what it was told; of a whole record only. */
  readonly channels: readonly IChannel[];
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Their values are not shown: some may be secrets. */
  readonly environmentNames: readonly string[];
  /** `s3://` addresses of folders, each with a slash at its end. */
  readonly output: string;
  readonly checkpoints: string;

  /**
   * Where this comes from: `name` is known and nothing else; a notebook's
   * `card` may be forged or old; a `list` lacks many members; `full` is a
   * whole record.
   */
  readonly source: 'name' | 'card' | 'list' | 'full';
}

/** One of AWS's input channels. */
export interface IChannel {
  readonly name: string;
  /** An `s3://` address of a prefix or a manifest. */
  readonly uri: string;
}

export interface IFinalMetric {
  readonly name: string;
  readonly value: number;
  readonly time: number | null;
}

/** Whether nothing more happens to a job of this status. */
export function isTerminal(status: JobStatus): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped';
}

/**
 * Whether all is known of a job that is over: until a whole record has come, a
 * notebook may have said that it is, or a list that has no costs.
 */
export function isSettled(job: IJobSnapshot): boolean {
  return isTerminal(job.status) && job.source === 'full';
}

/** One string per job, to be used as a key. */
export function keyOf(id: IJobId): string {
  return `${id.backend}\n${id.name}`;
}

/** A job of which only the name is known. */
export function emptySnapshot(id: IJobId): IJobSnapshot {
  return {
    backend: id.backend,
    name: id.name,
    status: 'Unknown',
    secondary: '',
    reason: '',
    created: null,
    started: null,
    ended: null,
    modified: null,
    phases: [],
    instanceType: '',
    instanceCount: 1,
    volumeGib: null,
    spot: false,
    image: '',
    maxRuntime: null,
    warmSeconds: 0,
    billable: null,
    training: null,
    warmBillable: null,
    owner: '',
    kind: '',
    notebook: '',
    cell: '',
    tags: {},
    finalMetrics: [],
    channels: [],
    hyperparameters: {},
    environmentNames: [],
    output: '',
    checkpoints: '',
    source: 'name'
  };
}
