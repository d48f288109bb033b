// Generated from jupyterlab_offload/server/config.schema.json by "jlpm generate". Do not edit.

/**
 * The answer of GET offload/config: what the front end has to know before it shows anything. It never holds a secret.
 */
export interface IConfig {
  /**
   * The version of the Python package that answers.
   */
  version: string;
  /**
   * The name of the backend to which jobs go.
   */
  active: string;
  /**
   * Every backend that is set up; `local` is always one of them.
   */
  backends: IBackend[];
  engine: IEngine;
  /**
   * Why the settings of the backends cannot be used, so that only `local` is there; null when they can.
   */
  problem?: string | null;
}
/**
 * A place that runs jobs.
 */
export interface IBackend {
  name: string;
  region: string;
  /**
   * The AWS account id, for `local` the engine's own; null while it is not known.
   */
  account: string | null;
  /**
   * Whose jobs are this user's own: the value of their owner tag; null while it is not known.
   */
  owner_tag?: string | null;
  /**
   * Whether a job there costs money.
   */
  paid: boolean;
  /**
   * Where inputs and results lie.
   */
  bucket?: string;
  /**
   * What every key in the bucket begins with, empty or with a slash at its end; null while it is not known.
   */
  prefix?: string | null;
  /**
   * What a job runs on when nothing is said.
   */
  instance_type?: string;
  /**
   * USD that no job may exceed; null: no ceiling.
   */
  max_cost?: number | null;
  /**
   * Seconds that no job may exceed; null: no ceiling.
   */
  max_runtime?: number | null;
  /**
   * Why the backend cannot be used, and what to do; null when nothing is known against it.
   */
  problem?: string | null;
}
/**
 * The local engine, as seen by the server. It starts when it is first needed.
 */
export interface IEngine {
  running: boolean;
  /**
   * The running engine's version; null when it does not run.
   */
  version: string | null;
  /**
   * Why the engine cannot be used, in a sentence; null when it can.
   */
  problem: string | null;
}
