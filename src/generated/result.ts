// Generated from jupyterlab_offload/spec/result.schema.json by "jlpm generate". Do not edit.

/**
 * The record of outputs; null when there is none.
 */
export type IOutputsFile = {
  file: string;
  sha256: string;
  size: number;
} | null;

/**
 * result.json: how a job ended and what it made. The job's own log vouches for its SHA-256.
 */
export interface IResult {
  version: 1;
  job: string;
  nonce: string;
  /**
   * done; failed: the cell raised; exited: sys.exit; stopped, deadline: ended from outside; crashed: its process died; refused: nothing of it ran.
   */
  status: 'done' | 'failed' | 'exited' | 'stopped' | 'deadline' | 'crashed' | 'refused';
  /**
   * Whether the values are those of an unfinished cell.
   */
  partial?: boolean;
  exit_code?: number;
  /**
   * A sentence; empty when all went well.
   */
  reason?: string;
  values: IValue[];
  /**
   * What the cell wrote in its working folder.
   */
  files?: IStored[];
  outputs?: IOutputsFile;
  /**
   * The exception, when the cell raised one.
   */
  error?: {
    [k: string]: unknown;
  } | null;
  python?: {
    version?: string;
    implementation?: string;
  };
  /**
   * Epoch seconds and durations.
   */
  timings?: {
    [k: string]: unknown;
  };
}
/**
 * Values that are one file.
 */
export interface IValue {
  /**
   * @minItems 1
   */
  names: string[];
  format: string;
  meta: {
    [k: string]: unknown;
  };
  file: string;
  sha256: string;
  size: number;
}
/**
 * A file below the results.
 */
export interface IStored {
  file: string;
  sha256: string;
  size: number;
}
