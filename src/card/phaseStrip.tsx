import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { formatDuration } from '../components/format';
import { isWaiting, stretches } from '../components/status';
import type { IJobSnapshot } from '../jobs/snapshot';

/** The job's phases so far, each with its time, and what it waits for. */
export function PhaseStrip(props: {
  readonly job: IJobSnapshot;
  readonly now: number;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { job, now, trans } = props;
  const found = stretches(job, now, trans);
  if (found.length === 0) {
    return null;
  }
  return (
    <ol className="jp-Offload-phases" aria-label={trans.__('Phases')}>
      {found.map((one, index) => (
        <li
          key={index}
          className={one.lasts ? 'jp-mod-current' : ''}
          aria-current={one.lasts ? 'step' : undefined}
        >
          {one.words}{' '}
          <span className="jp-Offload-number">
            {formatDuration(one.seconds, trans)}
          </span>
          {one.lasts && one.message && isWaiting(job) && (
            <span className="jp-Offload-phaseMessage jp-Offload-quiet">
              {' '}
              {one.message}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
