import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

/** Stands where a part of ours did not come from the server. */
export function NotLoaded(props: {
  readonly onAgain: () => void;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { onAgain, trans } = props;
  return (
    <p className="jp-Offload-freshness" role="status">
      {trans.__(
        'This part of Offload did not come: the Jupyter server does not answer. Jobs go on.'
      )}{' '}
      <button type="button" className="jp-Offload-linkButton" onClick={onAgain}>
        {trans.__('Try again')}
      </button>
    </p>
  );
}
