import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useState } from 'react';
import { formatSize } from '../components/format';
import type { IJob, IJobInput, IProblem } from '../jobs/interfaces';
import { fileWords } from './files/words';
import { Table } from './table';

/** What the job was sent with: variables, files and modules, with sizes. */
export function Inputs(props: {
  readonly job: IJob;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, trans } = props;
  const [found, setFound] = useState<readonly IJobInput[]>([]);
  const [problem, setProblem] = useState<IProblem | null>(null);
  // A record of the whole job says where they are.
  const { source } = job.snapshot;
  useEffect(() => {
    let gone = false;
    job.artifacts.inputs().then(
      inputs => {
        if (!gone) {
          setFound(inputs);
          setProblem(null);
        }
      },
      (reason: IProblem) => !gone && setProblem(reason)
    );
    return () => {
      gone = true;
    };
  }, [job, source]);
  const title = trans.__('Sent with it');
  const gone = trans.__('The list of it is not there any more.');
  const rows = problem
    ? [[trans.__('Not known'), fileWords(problem, trans, gone)] as const]
    : found.map(
        ({ name, kind, size }) =>
          [name, size === null ? kind : `${kind}, ${formatSize(size)}`] as const
      );
  return <Table title={title} rows={rows} />;
}
