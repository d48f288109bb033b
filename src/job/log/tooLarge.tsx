import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { IJob } from '../../jobs/interfaces';
import { isJobName } from '../../jobs/names';

/** Says that a log's first lines were let go, and how to have all of it. */
export function TooLarge(props: {
  readonly job: IJob;
  /** Lines. */
  readonly gone: number;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, gone, trans } = props;
  const { backend, name } = job.id;
  return (
    <p className="jp-Offload-freshness">
      {trans.__('The log is larger than a page can hold.')}{' '}
      {trans._n(
        'Its first line is neither shown nor searched.',
        'Its first %1 lines are neither shown nor searched.',
        gone
      )}
      {isJobName(name) && (
        <>
          {' '}
          {trans.__(
            'A notebook that uses the backend “%1” saves all of it with:',
            backend
          )}{' '}
          <code>{saveLine(name)}</code>
        </>
      )}
    </p>
  );
}

/** A line of Python that writes a job's whole log to a file. */
function saveLine(name: string): string {
  return `import jupyterlab_offload as offload; open("${name}.log", "w", encoding="utf-8").write(offload.attach("${name}").logs())`;
}
