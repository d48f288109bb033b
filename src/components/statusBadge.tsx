import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { IJobSnapshot } from '../jobs/snapshot';
import { statusWords, toneOf } from './status';

/** A job's status: a mark with a shape of its own, and words. */
export function StatusBadge(props: {
  readonly job: IJobSnapshot;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const words = statusWords(props.job, props.trans);
  return (
    <span
      className={`jp-Offload-badge jp-mod-${toneOf(props.job)}`}
      // Where there is little room it is cut.
      title={words}
    >
      <span className="jp-Offload-badgeText">{words}</span>
    </span>
  );
}
