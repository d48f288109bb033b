import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { useSignal } from '../components/hooks';
import { showLine } from '../job/magics';
import type { IJobId } from '../jobs/snapshot';
import type { ICardActions } from './actions';

/** Stands for an output that is code: no card runs any, a cell may. */
export function Interactive(props: {
  readonly id: IJobId;
  /** What it showed can be verified, and then run, once it has ended. */
  readonly ended: boolean;
  readonly show: ICardActions['showOutputs'];
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { id, ended, show, trans } = props;
  useSignal(show?.changed ?? null);
  const lead = trans.__('Interactive: a card does not run it.');
  if (!ended) {
    return (
      <p className="jp-Offload-quiet">
        {lead} {trans.__('Once the job has ended, it can be shown in a cell.')}
      </p>
    );
  }
  return (
    <p className="jp-Offload-quiet">
      {lead}{' '}
      {show?.isPossible ? (
        <button
          type="button"
          className="jp-Offload-linkButton"
          title={trans.__('Show the outputs in a new cell below')}
          onClick={() => show.run()}
        >
          {trans.__('Show')}
        </button>
      ) : (
        <>
          {trans.__('In a notebook with a kernel this line shows it:')}{' '}
          <code>{showLine(id)}</code>
        </>
      )}
    </p>
  );
}
