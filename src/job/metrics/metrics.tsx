import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useRef } from 'react';
import { useSignal } from '../../components/hooks';
import type { IJob, IMetricPoint } from '../../jobs/interfaces';
import { isTerminal } from '../../jobs/snapshot';
import type { Chart } from './chart';

/** More of them are only listed. */
const MAX_CHARTS = 24;

/** What the job measures, a chart for each. */
export function Metrics(props: {
  readonly job: IJob;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, trans } = props;
  const { metrics } = job;
  useSignal(metrics.changed);
  const { names } = metrics;
  if (names.length === 0) {
    return (
      <p role="status">
        {isTerminal(job.snapshot.status)
          ? trans.__('The job has measured nothing.')
          : trans.__(
              'No metrics yet. A cell reports them with offload.log(loss=…).'
            )}
      </p>
    );
  }
  return (
    <div className="jp-Offload-charts jp-Offload-scroll" tabIndex={0}>
      {names.slice(0, MAX_CHARTS).map(name => (
        <MetricChart
          key={name}
          name={name}
          points={metrics.series(name)}
          trans={trans}
        />
      ))}
      {names.length > MAX_CHARTS && (
        <p>{names.slice(MAX_CHARTS, MAX_CHARTS + 200).join(', ')}</p>
      )}
    </div>
  );
}

function MetricChart(props: {
  readonly name: string;
  readonly points: readonly IMetricPoint[];
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { name, points, trans } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | null>(null);
  const latest = useRef(points);
  latest.current = points;

  useEffect(() => {
    let gone = false;
    // The library of charts is larger than all the rest.
    void import(/* webpackChunkName: "charts" */ './chart').then(loaded => {
      if (!gone && place.current) {
        chart.current = new loaded.Chart(place.current);
        chart.current.show(latest.current);
      }
    });
    return () => {
      gone = true;
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => chart.current?.show(points), [points]);

  const last = points[points.length - 1];
  const value = last ? readable(last.value) : '';
  return (
    <figure className="jp-Offload-chart">
      <figcaption>
        <span title={name}>{name}</span>{' '}
        <span className="jp-Offload-number">{value}</span>
      </figcaption>
      <div
        ref={place}
        className="jp-Offload-chartPlace"
        role="img"
        aria-label={trans.__(
          '%1 over %2 steps; the last value is %3',
          name,
          points.length,
          value
        )}
      />
    </figure>
  );
}

/** As many digits as tell two values apart. */
function readable(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(5))) : '–';
}
