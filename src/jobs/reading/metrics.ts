import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IMetricPoint, IMetrics } from '../interfaces';
import type { IFinalMetric } from '../snapshot';
import type { IMeasured } from './recordEvents';

/**
 * Series of numbers. Those of the record come in order; of the metrics that
 * SageMaker finds in the log by the job's own definitions, each look brings the
 * last value, which becomes a point when it is a new one. (The definitions are
 * regular expressions of unknown origin: they are not run here.)
 */
export class Metrics implements IMetrics {
  get names(): readonly string[] {
    return [...this._series.keys()];
  }

  get changed(): ISignal<IMetrics, void> {
    return this._changed;
  }

  series(name: string): readonly IMetricPoint[] {
    return this._series.get(name) ?? [];
  }

  /** From the record; null: it has begun anew. */
  take(measured: readonly IMeasured[] | null): void {
    if (measured === null) {
      this._series.clear();
      this._counts.clear();
    }
    const fresh = new Map<string, IMetricPoint[]>();
    for (const { values, step, time } of measured ?? []) {
      for (const [name, value] of Object.entries(values)) {
        const before = this._counts.get(name) ?? 0;
        this._counts.set(name, before + 1);
        if (value !== null) {
          const points = fresh.get(name) ?? [];
          points.push({ step: step ?? before, time, value });
          fresh.set(name, points);
          this._own.add(name);
        }
      }
    }
    for (const [name, points] of fresh) {
      this._add(name, points);
    }
    this._changed.emit();
  }

  /** From the job's description. */
  takeFinal(metrics: readonly IFinalMetric[]): void {
    let isNew = false;
    for (const { name, value, time } of metrics) {
      const last = this.series(name).slice(-1)[0];
      const isKnown = last && (last.time ?? 0) >= (time ?? 0);
      if (!this._own.has(name) && !isKnown) {
        this._add(name, [{ step: this.series(name).length, time, value }]);
        isNew = true;
      }
    }
    if (isNew) {
      this._changed.emit();
    }
  }

  private _add(name: string, points: readonly IMetricPoint[]): void {
    if (!this._series.has(name) && this._series.size >= Metrics.MOST_NAMES) {
      return;
    }
    const all = [...this.series(name), ...points];
    all.sort((one, other) => one.step - other.step);
    this._series.set(name, all);
  }

  private _changed = new Signal<this, void>(this);
  /** How often each was logged, also as what is no number. */
  private _counts = new Map<string, number>();
  /** Those that the record has: it knows more than the last value. */
  private _own = new Set<string>();
  private _series = new Map<string, readonly IMetricPoint[]>();
}

export namespace Metrics {
  export const MOST_NAMES = 200;
}
