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
   * Which of the cells ran last, from 0; null or missing when none did.
   */
  part?: number | null;
  /**
   * Of several cells: by which of them, from 0, a name was bound last.
   */
  made?: {
    [k: string]: number;
  };
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
  files?: IWritten[];
  /**
   * Files that do not come back, with the reason.
   */
  files_left?: ILeft[];
  /**
   * Names that are modules: to be imported.
   */
  modules?: {
    [k: string]: string;
  };
  /**
   * Names that are a module's attribute: [module, attribute].
   */
  imports?: {
    /**
     * @minItems 2
     * @maxItems 2
     */
    [k: string]: string[];
  };
  /**
   * Functions and classes, in order, as source.
   */
  definitions?: IDefinition[];
  /**
   * Options that the cell has set, by library and name.
   */
  options?: {
    [k: string]: {
      [k: string]: unknown;
    };
  };
  /**
   * Names that are bound to what the kernel has under another.
   */
  aliases?: {
    [k: string]: string;
  };
  /**
   * Objects in changed values that are elsewhere than before, or new: [path, former path or null]. A path is a name, then numbers of children.
   */
  moved?: ((string | number)[] | null)[][];
  deleted?: string[];
  /**
   * Wanted names that are not there.
   */
  missing?: string[];
  /**
   * Names that could not be saved, with the reason.
   */
  refused?: {
    [k: string]: {
      [k: string]: unknown;
    };
  };
  /**
   * Sentences.
   */
  notes?: string[];
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
  /**
   * Inputs that the cell has changed.
   */
  changed_in_place?: string[];
  /**
   * Inputs that it has not, but that share objects with the others.
   */
  shared?: string[];
}
/**
 * A file that the cell wrote: its path in the working folder, and where it lies below the results.
 */
export interface IWritten {
  path: string;
  file: string;
  sha256: string;
  size: number;
  /**
   * Of several cells: which of them wrote it last, from 0.
   */
  part?: number;
}
export interface ILeft {
  path: string;
  size?: number;
  reason: string;
  /**
   * As of files that come.
   */
  part?: number;
}
export interface IDefinition {
  name: string;
  source: string;
  line: number;
}
