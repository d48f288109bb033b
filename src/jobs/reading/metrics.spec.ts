import { Metrics } from './metrics';

const measured = (
  values: Record<string, number | null>,
  step: number | null = null
) => ({ values, step, time: null });

const stepsOf = (metrics: Metrics, name: string) =>
  metrics.series(name).map(({ step, value }) => [step, value]);

describe('Metrics', () => {
  it('counts what has no step of its own, on from what there is', () => {
    const metrics = new Metrics();
    metrics.take([measured({ loss: 3 }), measured({ loss: 2 })]);
    metrics.take([measured({ loss: 1 })]);
    expect(stepsOf(metrics, 'loss')).toEqual([
      [0, 3],
      [1, 2],
      [2, 1]
    ]);
  });

  it('leaves a gap where a number was not finite, and counts the step', () => {
    const metrics = new Metrics();
    metrics.take([measured({ loss: 3, rate: 1 }), measured({ loss: null })]);
    metrics.take([measured({ loss: 1, nan: null })]);
    expect(stepsOf(metrics, 'loss')).toEqual([
      [0, 3],
      [2, 1]
    ]);
    expect(metrics.names).toEqual(['loss', 'rate']);
  });

  it('puts steps in order, however they come', () => {
    const metrics = new Metrics();
    metrics.take([measured({ loss: 1 }, 20), measured({ loss: 2 }, 10)]);
    metrics.take([measured({ loss: 3 }, 0)]);
    expect(stepsOf(metrics, 'loss')).toEqual([
      [0, 3],
      [10, 2],
      [20, 1]
    ]);
  });

  it('is empty again when the job has begun anew', () => {
    const metrics = new Metrics();
    let told = 0;
    metrics.changed.connect(() => (told += 1));
    metrics.take([measured({ loss: 1 })]);
    metrics.take(null);
    expect(metrics.names).toEqual([]);
    expect(metrics.series('loss')).toEqual([]);
    expect(told).toBe(2);
  });

  it('makes a point of a last value when it is a new one', () => {
    const metrics = new Metrics();
    let told = 0;
    metrics.changed.connect(() => (told += 1));
    const value = { name: 'accuracy', value: 0.5, time: 1000 };
    metrics.takeFinal([value]);
    metrics.takeFinal([value]);
    metrics.takeFinal([{ ...value, value: 0.75, time: 2000 }]);
    expect(stepsOf(metrics, 'accuracy')).toEqual([
      [0, 0.5],
      [1, 0.75]
    ]);
    expect(told).toBe(2);
  });

  it('believes the record, which knows more than the last value', () => {
    const metrics = new Metrics();
    metrics.take([measured({ loss: 2 }), measured({ loss: 1 })]);
    metrics.takeFinal([{ name: 'loss', value: 1, time: 9000 }]);
    expect(metrics.series('loss')).toHaveLength(2);
  });

  it('keeps no more names than can be shown', () => {
    const metrics = new Metrics();
    for (let index = 0; index <= Metrics.MOST_NAMES; index++) {
      metrics.take([measured({ [`metric ${index}`]: 1 })]);
    }
    expect(metrics.names).toHaveLength(Metrics.MOST_NAMES);
    metrics.take([measured({ 'metric 0': 2 })]);
    expect(metrics.series('metric 0')).toHaveLength(2);
  });
});
