import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { useSignal } from '../components/hooks';
import { StyledLine } from '../components/styledLine';
import type { IJob } from '../jobs/interfaces';
import { isForMachines } from '../jobs/reading/driverLines';

/** As many as show that something goes on, without pushing the cell away. */
const LINES = 8;
/** So far back they are looked for among lines that are for machines. */
const LOOKED_AT = 200;

/** The last lines of the job's log; all of it is a click away. */
export function LogEnd(props: {
  readonly job: IJob;
  /** Lines that say what the card shows anyway. */
  readonly echoes: ReadonlySet<string>;
  readonly onOpen: (() => void) | null;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { job, echoes, onOpen, trans } = props;
  const { log } = job;
  useSignal(log.added);
  useSignal(log.stateChanged);
  if (log.length === 0) {
    return null;
  }
  const first = Math.max(0, log.length - LOOKED_AT);
  const lines = log
    .lines(first, log.length)
    .map((line, index) => ({ text: line.text, number: first + index }))
    .filter(({ text }) => !isForMachines(text) && !echoes.has(text.trimEnd()))
    .slice(-LINES);
  if (lines.length === 0) {
    return null;
  }
  const before = lines[0].number;
  return (
    <div className="jp-Offload-logEnd">
      {before > 0 && onOpen && (
        <button
          type="button"
          className="jp-Offload-linkButton"
          onClick={onOpen}
        >
          {trans._n('%1 line before', '%1 lines before', before)}
        </button>
      )}
      <div
        className="jp-Offload-logScroll"
        role="log"
        aria-live="off"
        aria-label={trans.__('Last lines of the log')}
        tabIndex={0}
      >
        <pre className="jp-Offload-text">
          {lines.map(line => (
            <React.Fragment key={line.number}>
              <StyledLine text={line.text} />
              {'\n'}
            </React.Fragment>
          ))}
        </pre>
      </div>
    </div>
  );
}
