import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { formatDollars, formatDuration } from '../components/format';
import { stretches, statusWords } from '../components/status';
import type { IJob } from '../jobs/interfaces';
import { Inputs } from './inputs';
import { Table } from './table';
import type { Row } from './table';

/** All that is known of a job, in tables of words. */
export function Details(props: {
  readonly job: IJob;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, trans } = props;
  const { snapshot } = job;
  const phases = stretches(snapshot, job.now(), trans).map(
    ({ words, seconds, message }) =>
      [
        words,
        [formatDuration(seconds, trans), message].filter(Boolean).join(' · ')
      ] as const
  );
  const tags = Object.entries(snapshot.tags).slice(0, 50);
  const metrics = snapshot.finalMetrics.map(
    ({ name, value }) => [name, String(value)] as const
  );
  return (
    <div className="jp-Offload-details jp-Offload-scroll" tabIndex={0}>
      <Table title={trans.__('Job')} rows={jobRows(job, trans)} />
      <Table title={trans.__('Times')} rows={timeRows(job, trans)} />
      <Table title={trans.__('Phases')} rows={phases} />
      <Table title={trans.__('Cost')} rows={costRows(job, trans)} />
      <Table title={trans.__('Last metrics')} rows={metrics} />
      <Inputs job={job} trans={trans} />
      <Table
        title={trans.__('Input channels')}
        rows={snapshot.channels.map(({ name, uri }) => [name, uri] as const)}
      />
      <Table
        title={trans.__('Hyperparameters')}
        rows={Object.entries(snapshot.hyperparameters)}
      />
      <Table
        title={trans.__('Environment')}
        rows={snapshot.environmentNames.map(
          name => [name, trans.__('set; its value is not shown')] as const
        )}
      />
      <Table title={trans.__('Tags')} rows={tags} />
    </div>
  );
}

function jobRows({ id, snapshot }: IJob, trans: TranslationBundle): Row[] {
  const { instanceCount, instanceType, spot, volumeGib } = snapshot;
  const machines =
    instanceCount > 1 ? `${instanceCount} × ${instanceType}` : instanceType;
  return [
    [trans.__('Name'), id.name],
    [trans.__('Status'), statusWords(snapshot, trans)],
    [trans.__('Reason'), snapshot.reason.slice(0, 2000)],
    [trans.__('Backend'), id.backend],
    [trans.__('Runs on'), machines],
    [trans.__('Spot'), spot ? trans.__('yes') : null],
    [
      trans.__('Disk'),
      volumeGib === null ? null : trans.__('%1 GiB', volumeGib)
    ],
    [trans.__('Image'), snapshot.image],
    [trans.__('Notebook'), snapshot.notebook],
    [trans.__('Owner'), snapshot.owner],
    [trans.__('Results'), snapshot.output],
    [trans.__('Checkpoints'), snapshot.checkpoints]
  ];
}

function timeRows({ snapshot }: IJob, trans: TranslationBundle): Row[] {
  const time = (value: number | null) =>
    value === null ? null : new Date(value).toLocaleString();
  const span = (value: number | null) =>
    value === null ? null : formatDuration(value, trans);
  return [
    [trans.__('Sent'), time(snapshot.created)],
    [trans.__('Paid from'), time(snapshot.started)],
    [trans.__('Ended'), time(snapshot.ended)],
    [trans.__('Training'), span(snapshot.training)],
    [trans.__('Billed'), span(snapshot.billable)],
    [trans.__('Time limit'), span(snapshot.maxRuntime)],
    [
      trans.__('Kept warm'),
      snapshot.warmSeconds > 0 ? span(snapshot.warmSeconds) : null
    ]
  ];
}

function costRows(job: IJob, trans: TranslationBundle): Row[] {
  const cost = job.cost();
  const money = (value: number | null) =>
    value === null ? null : formatDollars(value);
  return [
    [cost.final ? trans.__('In all') : trans.__('So far'), money(cost.charged)],
    [trans.__('On AWS'), cost.charged === 0 ? money(cost.onAws) : null],
    [trans.__('Limit'), money(cost.ceiling)]
  ];
}
