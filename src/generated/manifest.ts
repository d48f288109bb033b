// Generated from jupyterlab_offload/spec/manifest.schema.json by "jlpm generate". Do not edit.

/**
 * manifest.json: what the driver is to run, with which inputs.
 */
export interface IManifest {
  version: 1;
  job: string;
  nonce: string;
  /**
   * The cells, in order, as plain Python.
   *
   * @minItems 1
   */
  parts: IPart[];
  python?: IPython;
  /**
   * Imports and definitions that run first, in order.
   */
  prelude?: {
    kind: string;
    [k: string]: unknown;
  }[];
  inputs?: IInput[];
  modules?: IPlaced[];
  files?: IPlaced[];
  /**
   * Local data; the first part of each path is the name of its channel.
   */
  data?: IPlaced[];
  /**
   * Names of inputs that the source is seen not to change.
   */
  untouched?: string[];
  outputs?: {
    [k: string]: unknown;
  };
  requirements?: {
    [k: string]: unknown;
  };
  /**
   * Generators whose state comes back.
   */
  random_state?: string[];
  options?: {
    [k: string]: {
      [k: string]: unknown;
    };
  };
  environment?: {
    [k: string]: string;
  };
  /**
   * Variables whose values the log does not show.
   */
  masked?: string[];
  limits?: {
    /**
     * The job's MaxRuntimeInSeconds.
     */
    seconds?: number;
    /**
     * How many seconds before that the run ends by itself.
     */
    reserve?: number;
    /**
     * How much of what the cell writes comes back.
     */
    files_bytes?: number;
  };
}
/**
 * One cell.
 */
export interface IPart {
  source: string;
  first_line?: number;
  cell_id?: string;
  label?: string;
}
/**
 * The kernel's Python.
 */
export interface IPython {
  version?: string;
  implementation?: string;
}
/**
 * Values that are one file.
 */
export interface IInput {
  /**
   * @minItems 1
   */
  names: string[];
  format: string;
  meta: {
    [k: string]: unknown;
  };
  sha256: string;
  size: number;
}
/**
 * A file and its place below a folder.
 */
export interface IPlaced {
  path: string;
  sha256: string;
  size: number;
}
