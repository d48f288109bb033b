import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useState } from 'react';
import { formatSize } from '../components/format';
import { problemWords } from '../components/problemWords';
import type { IJob, IJobInput, IProblem } from '../jobs/interfaces';
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
  const rows = problem
    ? [[trans.__('Not known'), problemWords(problem, trans)] as const]
    : found.map(
        ({ name, kind, size }) =>
          [name, size === null ? kind : `${kind}, ${formatSize(size)}`] as const
      );
  return <Table title={title} rows={rows} />;
}
