import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { formatTime } from './format';
import { problemWords } from './problemWords';
import type { IJob } from '../jobs/interfaces';

/** Says when what is shown is not the present state, since when, and why. */
export function Freshness(props: {
  readonly job: IJob;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { job, trans } = props;
  const { heard, problem } = job.health;
  if (!problem) {
    return null;
  }
  const since =
    heard === null
      ? trans.__('This is what the notebook kept of the job.')
      : trans.__('This is the state of %1.', formatTime(heard, job.now()));
  return (
    <p className="jp-Offload-freshness" role="status">
      {problemWords(problem, trans)} {since}
    </p>
  );
}
