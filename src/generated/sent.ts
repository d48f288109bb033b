// Generated from jupyterlab_offload/server/sent.schema.json by "jlpm generate". Do not edit.

/**
 * The answer of GET offload/sent: the jobs that this machine has sent to a backend on AWS, whose Search is late and may be forbidden.
 */
export interface ISent {
  /**
   * Newest first.
   */
  jobs: ISentJob[];
}
export interface ISentJob {
  /**
   * The job's name in AWS.
   */
  name: string;
  /**
   * The path as its kernel knew it; empty for none.
   */
  notebook: string;
  /**
   * The notebook's id of the cell.
   */
  cell: string;
  /**
   * When it was sent, in seconds since the epoch.
   */
  created: number;
  /**
   * Whether a kernel has seen its end.
   */
  ended: boolean;
}
