// Generated from jupyterlab_offload/spec/card.schema.json by "jlpm generate". Do not edit.

/**
 * Which of the job's cells this card is of; null when it has one cell.
 */
export type ICardPart = {
  /**
   * From 0.
   */
  index: number;
  count: number;
  /**
   * How far this cell came, once the job has ended: done; ended: how the job ended is told here, for it ended in this cell; not run: the job ended before it. Null before the end, and where no result tells; missing in cards of older kernels.
   */
  state?: 'done' | 'ended' | 'not run' | null;
} | null;
/**
 * The cell; null for a job of another kernel.
 */
export type ICardCell = {
  /**
   * The notebook's id of it.
   */
  id: string;
  /**
   * What a traceback calls it, such as In[4].
   */
  label: string;
  /**
   * The beginning of its code, for people.
   */
  first_line: string;
} | null;
/**
 * The exception with which this cell ended; null when there was none.
 */
export type ICardError = {
  type: string;
  message: string;
  traceback: string;
  /**
   * The line of the cell that failed, where %%offload stands on line 1; null when it is in none.
   */
  line: number | null;
  /**
   * What stands on that line.
   */
  text: string;
} | null;

/**
 * A job in a notebook's output (application/vnd.jupyterlab-offload.job.v1+json): which one it is, and what was known of it when the kernel last wrote. Written when the job is sent, when its training starts, at its end, and when what was said of values and files has changed. Whoever reads it must expect that it is old or forged.
 */
export interface ICard {
  version: 1;
  /**
   * The job's name in AWS.
   */
  job: string;
  /**
   * The name of the backend, as in offload/config.
   */
  backend: string;
  region: string;
  /**
   * The AWS account; empty on the local engine.
   */
  account: string;
  /**
   * The instance type; empty if it is not known.
   */
  type: string;
  image: string;
  /**
   * AWS's TrainingJobStatus.
   */
  status: 'InProgress' | 'Stopping' | 'Completed' | 'Failed' | 'Stopped';
  /**
   * AWS's SecondaryStatus, Submitted before it was asked for the first time.
   */
  phase: string;
  part: ICardPart;
  cell: ICardCell;
  /**
   * How long the training took, or has taken so far; null before it starts.
   */
  seconds: number | null;
  /**
   * US dollars so far or in all: 0 on the local engine; null where no price is known.
   */
  cost: number | null;
  /**
   * What AWS charges, or would have charged for a local job.
   */
  aws_cost: number | null;
  /**
   * US dollars for one hour of the instance.
   */
  price_per_hour: number | null;
  /**
   * US dollars that AWS would charge at most, everything counted.
   */
  ceiling: number | null;
  /**
   * The time limit.
   */
  max_seconds: number | null;
  /**
   * Variables that this cell has made; of several cells the last one that ran has those of which it is not known.
   */
  results: ICardResult[];
  /**
   * Files that this cell has written, those with the most bytes first; missing in cards of older kernels.
   */
  files?: ICardFile[];
  /**
   * How many files there are: not all are named.
   */
  file_count?: number;
  /**
   * The folder below which files are written, as it is reached from that of the notebook, with slashes; empty where it is the same; null where it is elsewhere.
   */
  folder?: string | null;
  error: ICardError;
  /**
   * Sentences for people.
   */
  notes: string[];
}
export interface ICardResult {
  name: string;
  /**
   * Bytes; of several names that share something, together. Null for what has no file: modules, functions.
   */
  size: number | null;
  /**
   * on demand: it comes when a cell reads it; kept yours: the kernel's variable was changed meanwhile and stays.
   */
  state: 'here' | 'on demand' | 'kept yours';
}
export interface ICardFile {
  /**
   * Below the folder, with slashes.
   */
  path: string;
  /**
   * Bytes.
   */
  size: number | null;
  /**
   * next cell: it comes when the next cell runs; on demand: when a cell reads the job's values; kept yours: one that was written here meanwhile stays; failed: it could not be written, and may be asked for again; left: it does not come.
   */
  state: 'here' | 'next cell' | 'on demand' | 'kept yours' | 'failed' | 'left';
  /**
   * Why it is not here, for people; may be empty.
   */
  reason: string;
}
