// Generated from jupyterlab_offload/spec/plan.schema.json by "jlpm generate". Do not edit.

/**
 * The place that would run the job; null when there is none of that name.
 */
export type IPlanBackend = {
  name: string;
  region: string;
  /**
   * The AWS account; null where nobody could be asked.
   */
  account: string | null;
  /**
   * Whether the job would cost money. A local job has the cost that AWS would charge.
   */
  paid: boolean;
} | null;
/**
 * How long it may run.
 */
export type IPlanLimits = {
  /**
   * The time limit that SageMaker enforces.
   */
  seconds: number;
  /**
   * Whether the ceiling in dollars decides it.
   */
  by_cost: boolean;
  /**
   * What the ceiling in US dollars would have to be on AWS, where this one is refused as too low; null where it is not. Only a local job has it.
   */
  enough: number | null;
} | null;

/**
 * What would become of cells under the magic, before anything is sent. Members that are not known are null: something in `problems` says why.
 */
export interface IPlan {
  version: 1;
  /**
   * Whether the cells could be sent as they are.
   */
  sendable: boolean;
  /**
   * What keeps them from being sent, each with what to do.
   */
  problems: IPlanProblem[];
  /**
   * What goes along, the largest first.
   */
  inputs: IPlanInput[];
  outputs: IPlanOutputs;
  /**
   * Names that a job is still computing, or has computed and that no cell has read since: sending waits for them, and they are not among the inputs yet.
   */
  pending: IPlanPending[];
  /**
   * Sentences that a person should read before sending.
   */
  remarks: string[];
  /**
   * Bytes of all inputs together; null where they could not be encoded.
   */
  size: number | null;
  /**
   * Bytes that the bucket does not have yet; null where it could not be asked.
   */
  new_size: number | null;
  backend: IPlanBackend;
  /**
   * The name of the instance type.
   */
  instance: string | null;
  /**
   * The container image.
   */
  image: string | null;
  limits: IPlanLimits;
  cost: IPlanCost;
  /**
   * How much memory a type should have to hold the inputs and what is made of them.
   */
  needs_gib: number;
  /**
   * The name of the cheapest type that is known to fit; null where no price is known.
   */
  cheapest: string | null;
  /**
   * The instance types of the catalog, the cheapest first; those without a price last.
   */
  types: IPlanType[];
  /**
   * The exact CreateTrainingJob request, with values that look like secrets masked.
   */
  request: {
    [k: string]: unknown;
  } | null;
}
export interface IPlanProblem {
  /**
   * The variable, file or function that it is about; null for the magic's line, the cell or the backend.
   */
  about: string | null;
  message: string;
}
export interface IPlanInput {
  /**
   * One name, or those of values that share something and travel together; for an import its text.
   */
  names: string[];
  /**
   * state is that of random generators, channel what --data names.
   */
  kind: 'value' | 'state' | 'import' | 'definition' | 'module' | 'file' | 'channel';
  /**
   * The values' Python types, such as DataFrame; empty where there is none.
   */
  type: string;
  /**
   * The format: source, file, json, npy, frame, arrow, sparse, safetensors, tree, pickle, s3.
   */
  travels: string;
  /**
   * Bytes; null for text that goes with the cell, and for data that is in S3 already.
   */
  size: number | null;
  /**
   * Whether the bucket has it already; null where that does not matter or could not be asked.
   */
  there: boolean | null;
  remarks: string[];
}
/**
 * What comes back.
 */
export interface IPlanOutputs {
  /**
   * Names that the cells bind, and inputs that they may change.
   */
  names: string[];
  /**
   * Whether names may come back that the source does not show.
   */
  others: boolean;
}
export interface IPlanPending {
  name: string;
  job: string;
  /**
   * Whether the job is over: its results come with the next cell that runs.
   */
  ended: boolean;
}
/**
 * US dollars.
 */
export interface IPlanCost {
  /**
   * The instance's price; null where it is not known.
   */
  per_hour: number | null;
  /**
   * When that price was published, as YYYY-MM-DD.
   */
  price_date: string | null;
  /**
   * For as long as the last run of these cells on any type in this kernel took; null when there was none.
   */
  expected: number | null;
  /**
   * If it runs up to its limit, everything counted.
   */
  worst_case: number | null;
}
export interface IPlanType {
  name: string;
  /**
   * vCPUs.
   */
  cpu: number | null;
  memory_gib: number | null;
  gpus: number;
  /**
   * Which GPUs, such as A10G 24 GB; empty where there are none.
   */
  gpu: string;
  /**
   * US dollars; null where the price is not known.
   */
  per_hour: number | null;
  /**
   * Whether it has the memory for the inputs, and what the magic's line asks for; true where that is not known.
   */
  fits: boolean;
}
