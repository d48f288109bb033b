/** What a job costs, in USD; null where no price is known, never 0 for that. */
export interface ICost {
  /** So far, or in all; 0 on the local engine. */
  readonly charged: number | null;
  /** Whether it runs where nothing is charged. */
  readonly free: boolean;
  /** The same at AWS's prices: for a local job, what AWS would have charged. */
  readonly onAws: number | null;
  /** What it costs per hour at this moment: 0 before and after it is paid. */
  readonly perHour: number | null;
  /**
   * What it can come to at most, at AWS's prices: the limit in seconds with
   * all around it.
   */
  readonly ceiling: number | null;
  /** Whether this is the last word. */
  readonly final: boolean;
  /** A live figure that the end will show to be lower: spot. */
  readonly upperBound: boolean;
}
