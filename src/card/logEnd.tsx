import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { useSignal } from '../components/hooks';
import { StyledLine } from '../components/styledLine';
import type { IJob } from '../jobs/interfaces';

/** As many as show that something goes on, without pushing the cell away. */
const LINES = 8;

/** The last lines of the job's log; all of it is a click away. */
export function LogEnd(props: {
  readonly job: IJob;
  readonly onOpen: (() => void) | null;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { job, onOpen, trans } = props;
  const { log } = job;
  useSignal(log.added);
  useSignal(log.stateChanged);
  if (log.length === 0) {
    return null;
  }
  const from = Math.max(0, log.length - LINES);
  return (
    <div className="jp-Offload-logEnd">
      {from > 0 && onOpen && (
        <button
          type="button"
          className="jp-Offload-linkButton"
          onClick={onOpen}
        >
          {trans._n('%1 line before', '%1 lines before', from)}
        </button>
      )}
      <pre
        className="jp-Offload-text"
        role="log"
        aria-live="off"
        aria-label={trans.__('Last lines of the log')}
        tabIndex={0}
      >
        {log.lines(from, log.length).map((line, index) => (
          <React.Fragment key={from + index}>
            <StyledLine text={line.text} />
            {'\n'}
          </React.Fragment>
        ))}
      </pre>
    </div>
  );
}
