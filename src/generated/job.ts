// Generated from jupyterlab_offload/spec/job.schema.json by "jlpm generate". Do not edit.

/**
 * A job as a person means it: what the magic makes of a cell, and what is turned into the request to SageMaker.
 */
export interface IJobSpec {
  version: 1;
  /**
   * What runs. Scripts and sweeps have none yet.
   */
  kind: 'cell';
  /**
   * The beginning of the job's name; the time and four characters follow.
   */
  name?: string;
  /**
   * Path of the notebook, relative to the Jupyter server's root where that is known.
   */
  notebook?: string;
  /**
   * The id of the cell, or of the last of several cells.
   */
  cell?: string;
  compute?: ICompute;
  /**
   * A registry path, or a name of the catalog; missing: the backend's, else one that fits.
   */
  image?: string;
  limits?: ILimits;
  outputs?: IOutputs;
  requirements?: IRequirements;
  /**
   * Further channels, each with its files under their real names.
   *
   * @maxItems 18
   */
  data?: IChannel[];
  /**
   * Environment variables of the cell.
   */
  environment?: {
    [k: string]: string;
  };
  /**
   * Variables of the environment whose values the job's log does not show.
   */
  masked?: string[];
  /**
   * The user's own tags.
   */
  tags?: {
    [k: string]: string;
  };
}
/**
 * Where it runs: a type, or what is needed. Neither: the backend's default type.
 */
export interface ICompute {
  /**
   * Such as ml.g5.xlarge; the leading ml. may be left out.
   */
  instance_type?: string;
  /**
   * GPUs that are needed.
   */
  gpu?: number;
  /**
   * Memory that is needed, in GiB.
   */
  memory_gib?: number;
  /**
   * Processors (vCPU) that are needed.
   */
  cpu?: number;
  /**
   * Disk of the instance, in GiB; missing: as much as the inputs call for.
   */
  volume_gib?: number;
  /**
   * How long the instance is kept for a next job, and paid.
   */
  warm_seconds?: number;
  /**
   * USD per hour of one instance, where the user knows better than the catalog.
   */
  price?: number;
}
/**
 * What the job may cost and how long it may run.
 */
export interface ILimits {
  /**
   * USD, everything counted.
   */
  max_cost?: number;
  /**
   * Seconds; missing: an hour, or the backend's.
   */
  max_runtime?: number;
}
/**
 * Which names come back.
 */
export interface IOutputs {
  /**
   * auto: what the cell binds or changes; names: those named.
   */
  mode: 'auto' | 'names';
  names?: string[];
}
/**
 * What is installed before the cell runs, where the image lacks it.
 */
export interface IRequirements {
  /**
   * auto: what the cell imports; file: the lines of a requirements file.
   */
  mode: 'auto' | 'none' | 'file';
  packages?: string[];
}
/**
 * Data in S3 that the job finds as files.
 */
export interface IChannel {
  name: string;
  uri: string;
}
