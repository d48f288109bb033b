import type { ISignal } from '@lumino/signaling';

export interface IMetricPoint {
  /** The job's own count, or how many came before. */
  readonly step: number;
  /** Epoch ms; null if it was not told. */
  readonly time: number | null;
  readonly value: number;
}

/**
 * What the job measured: `offload.log(…)`, and the metrics that SageMaker finds
 * in the log. They come with the live record, while somebody follows that.
 */
export interface IMetrics {
  /** In the order in which they appeared. */
  readonly names: readonly string[];
  readonly changed: ISignal<IMetrics, void>;

  /** In order of steps. The array is replaced, never changed. */
  series(name: string): readonly IMetricPoint[];
}
