import vectors from '../../jupyterlab_offload/tests/kernel/cost.vectors.json';
import { costOf } from './cost';
import { emptySnapshot } from './snapshot';
import type { IJobSnapshot } from './snapshot';

const RATES = { instance: 3.6, volumeGib: 0 };

function job(more: Partial<IJobSnapshot>): IJobSnapshot {
  const empty = emptySnapshot({ backend: 'aws', name: 'cell-1' });
  return { ...empty, source: 'full', status: 'InProgress', ...more };
}

describe('costOf', () => {
  it.each(vectors)('reproduces $about', one => {
    const ended = job({
      status: 'Completed',
      started: 1000,
      billable: one.seconds,
      warmBillable: one.warm,
      instanceCount: one.count,
      volumeGib: one.volume_gib,
      maxRuntime: one.max_runtime,
      warmSeconds: one.warm_seconds
    });
    const rates = {
      instance: one.hourly,
      volumeGib: one.volume_usd_per_gib_hour
    };
    const cost = costOf(ended, rates, true, 0);
    expect(cost.charged).toBeCloseTo(one.usd, 5);
    expect(cost.ceiling).toBeCloseTo(one.ceiling, 5);
    expect(cost).toMatchObject({ final: true, perHour: 0 });
  });

  it.each(['name', 'card', 'list'] as const)(
    'is not known, rather than nothing, of a job that only a %s tells of',
    source => {
      for (const status of ['Completed', 'InProgress'] as const) {
        const cost = costOf(job({ source, status }), RATES, true, 1e9);
        expect(cost).toMatchObject({
          charged: null,
          onAws: null,
          final: false
        });
      }
    }
  );

  it('is nothing before training starts', () => {
    expect(costOf(job({ created: 1 }), RATES, true, 1e9)).toMatchObject({
      charged: 0,
      perHour: 0,
      final: false
    });
  });

  it('grows from the start on, for each instance', () => {
    const running = job({ started: 1000, instanceCount: 2 });
    const cost = costOf(running, RATES, true, 101_000);
    expect(cost).toMatchObject({ perHour: 7.2, upperBound: false });
    expect(cost.charged).toBeCloseTo(0.2, 9);
  });

  it('is never less than nothing where the clock is behind', () => {
    const cost = costOf(job({ started: 1e9 }), RATES, true, 0);
    expect(cost.charged).toBe(0);
  });

  it('is unknown where the price is, not free', () => {
    const cost = costOf(job({ started: 1000 }), null, true, 2000);
    expect(cost).toMatchObject({ charged: null, onAws: null, perHour: null });
  });

  it('is free on the local engine, and says what AWS would take', () => {
    const cost = costOf(job({ started: 0 }), RATES, false, 1e6);
    expect(cost).toMatchObject({ charged: 0, perHour: 0 });
    expect(cost.onAws).toBeCloseTo(1, 9);
  });

  it('counts all around the limit into the ceiling', () => {
    const limited = job({ maxRuntime: 3420, warmSeconds: 1800 });
    expect(costOf(limited, RATES, true, 0).ceiling).toBeCloseTo(5.4, 9);
  });

  it('calls a live figure of spot an upper bound', () => {
    const cost = costOf(job({ started: 0, spot: true }), RATES, true, 1000);
    expect(cost.upperBound).toBe(true);
  });
});
