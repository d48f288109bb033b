import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { SubmitForm } from './form';

export interface ILinesProps {
  readonly form: SubmitForm;
  readonly trans: TranslationBundle;
}

/** The line that the form writes, and what becomes of those of more cells. */
export function Lines({ form, trans }: ILinesProps): JSX.Element {
  const { nextLine, givingWay } = form;
  return (
    <section>
      <h3>{trans.__('The line that this writes')}</h3>
      <div aria-live="polite">
        {form.invalid.length > 0 ? (
          <p className="jp-Offload-noLine">
            {trans.__('None, until the limit above can be read.')}
          </p>
        ) : (
          <pre className="jp-Offload-line">
            {`%%offload ${form.line}`.trimEnd()}
          </pre>
        )}
      </div>
      {nextLine && (
        <p className="jp-Offload-next">
          {trans.__('Each cell after the first gets its own part:')}{' '}
          <code>{`%%offload ${nextLine}`}</code>
          {form.cells > 2 && ' …'}
        </p>
      )}
      {givingWay.length > 0 && (
        <p className="jp-Offload-givingWay">
          {trans._n(
            'Cell %2 of these has options of its own: they give way to this line.',
            'Cells %2 of these have options of their own: they give way to this line.',
            givingWay.length,
            givingWay.join(', ')
          )}
        </p>
      )}
    </section>
  );
}
