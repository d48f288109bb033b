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
}
/**
 * A place that runs jobs.
 */
export interface IBackend {
  name: string;
  region: string;
  /**
   * The AWS account id; for `local` the engine's own.
   */
  account: string;
  /**
   * Whether a job there costs money.
   */
  paid: boolean;
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
