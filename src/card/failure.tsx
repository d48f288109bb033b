import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { plain } from '../components/ansi';
import type { ICardError } from './cardData';

/** What went wrong, the line of the cell to go to, and the traceback. */
export function Failure(props: {
  readonly error: ICardError;
  /** Null: there is no cell to go to. */
  readonly onLine: ((line: number) => void) | null;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { error, onLine, trans } = props;
  const { line } = error;
  return (
    <div className="jp-Offload-failure">
      <p className="jp-Offload-failureText">
        <strong>{error.type}</strong>
        {error.message && `: ${error.message}`}
      </p>
      {onLine && line !== null && (
        <button
          type="button"
          className="jp-Offload-linkButton"
          onClick={() => onLine(line)}
        >
          {trans.__('Go to line %1 of the cell', line)}
        </button>
      )}
      {error.traceback && (
        <details>
          <summary>{trans.__('Traceback')}</summary>
          <pre className="jp-Offload-text" tabIndex={0}>
            {error.traceback.split('\n').map(plain).join('\n')}
          </pre>
        </details>
      )}
    </div>
  );
}
