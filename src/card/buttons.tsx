import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { canStop } from '../components/status';
import type { IJobId, IJobSnapshot } from '../jobs/snapshot';
import { isTerminal } from '../jobs/snapshot';
import type { ICardActions } from './actions';

/** What may be done with the job. */
export function Buttons(props: {
  readonly job: IJobSnapshot;
  readonly id: IJobId;
  readonly actions: ICardActions;
  /** Whether the cell may be run again. */
  readonly again: boolean;
  /** Whether nothing is left of the job but what its notebook kept. */
  readonly gone: boolean;
  /** Whether a new job may cost money. */
  readonly paid: boolean;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, id, actions, again, gone, paid, trans } = props;
  const { open, getResults, runAgain } = actions;
  return (
    <div
      className="jp-Offload-buttons"
      role="group"
      aria-label={trans.__('Actions for the job')}
    >
      {canStop(job) && (
        <Button
          label={trans.__('Stop')}
          title={trans.__('End the job; what it made so far comes back')}
          onClick={() => actions.stop(id)}
        />
      )}
      {open && !gone && (
        <Button
          label={trans.__('Log')}
          title={trans.__('Show the whole log')}
          onClick={() => open(id, 'log')}
        />
      )}
      {getResults && !gone && isTerminal(job.status) && (
        <Button
          label={trans.__('Get')}
          title={trans.__('Bring the results into this kernel')}
          onClick={() => getResults(null)}
        />
      )}
      {runAgain && again && (
        <Button
          label={paid ? trans.__('Run again…') : trans.__('Run again')}
          title={trans.__('Run the cell again, as a new job')}
          onClick={() => runAgain()}
        />
      )}
      {open && (
        <Button
          label={trans.__('Details')}
          title={trans.__('Show times, request, files and metrics')}
          onClick={() => open(id, 'details')}
        />
      )}
    </div>
  );
}

function Button(props: {
  readonly label: string;
  readonly title: string;
  readonly onClick: () => void;
}): React.ReactElement {
  return (
    <button
      type="button"
      className="jp-Offload-button"
      title={props.title}
      onClick={props.onClick}
    >
      {props.label}
    </button>
  );
}
