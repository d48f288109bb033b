import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { IJob } from '../../jobs/interfaces';
import { isJobName } from '../../jobs/names';
import { saveLogLines } from '../magics';

/** Says that a log's first lines were let go, and how to have all of it. */
export function TooLarge(props: {
  readonly job: IJob;
  /** Lines. */
  readonly gone: number;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, gone, trans } = props;
  const lines = isJobName(job.id.name) ? saveLogLines(job.id) : null;
  return (
    <div className="jp-Offload-freshness">
      <p>
        {trans.__('The log is larger than a page can hold.')}{' '}
        {trans._n(
          'Its first line is neither shown nor searched.',
          'Its first %1 lines are neither shown nor searched.',
          gone
        )}
        {lines && ' '}
        {lines && trans.__('In a cell of a notebook, this saves all of it:')}
      </p>
      {lines && <pre className="jp-Offload-text">{lines}</pre>}
    </div>
  );
}
