import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

/**
 * Keeps what fails to be shown from taking everything around it along: without
 * it React removes all of a card, with the button that stops the job.
 */
export class Guard extends React.Component<
  React.PropsWithChildren<{ readonly trans: TranslationBundle }>,
  { readonly failed: boolean }
> {
  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override state = { failed: false };

  override render(): React.ReactNode {
    const { children, trans } = this.props;
    return this.state.failed ? (
      <p className="jp-Offload-quiet">
        {trans.__('Something of this job cannot be shown.')}
      </p>
    ) : (
      children
    );
  }
}
