// Generated from jupyterlab_offload/spec/backends.schema.json by "jlpm generate". Do not edit.

/**
 * backends.json: the places that run jobs, beside the local engine. It holds no secret.
 */
export interface IBackendsFile {
  /**
   * The backend to which jobs go.
   */
  active?: string;
  /**
   * AWS backends by name; `local` may be named to change its defaults.
   */
  backends?: {
    [k: string]: IBackendSettings;
  };
}
/**
 * A place that runs jobs, as an administrator or `%offload setup aws` writes it.
 */
export interface IBackendSettings {
  region?: string;
  /**
   * The AWS account that must own the bucket; missing: the credentials' own.
   */
  account?: string;
  /**
   * A profile of the AWS configuration; missing: boto3's usual search.
   */
  profile?: string;
  /**
   * ARN of the role that the job runs with.
   */
  role?: string;
  bucket?: string;
  /**
   * Where in the bucket; {owner} stands for the user.
   */
  prefix?: string;
  image?: string;
  instance_type?: string;
  /**
   * USD that no job may exceed.
   */
  max_cost?: number;
  /**
   * Seconds that no job may exceed.
   */
  max_runtime?: number;
  /**
   * Tags of every job.
   */
  tags?: {
    [k: string]: string;
  };
  /**
   * The user's name in tags and prefix; missing: that of the credentials.
   */
  owner?: string;
}
