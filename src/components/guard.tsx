import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

/**
 * Keeps what fails to be shown from taking everything around it along: without
 * it React removes all of a card, with the button that stops the job, and each
 * later change of a panel fails again.
 *
 * The error itself is in the console: React reports what it catches there.
 */
export class Guard extends React.Component<Guard.IProps, Guard.IState> {
  static getDerivedStateFromError(): Partial<Guard.IState> {
    return { failed: true };
  }

  static getDerivedStateFromProps(
    { about }: Guard.IProps,
    state: Guard.IState
  ): Partial<Guard.IState> | null {
    return about === state.about ? null : { about, failed: false };
  }

  override state: Guard.IState = { about: this.props.about, failed: false };

  override render(): React.ReactNode {
    const { children, trans, words } = this.props;
    return this.state.failed ? (
      <span className="jp-Offload-quiet" role="status">
        {words ??
          trans.__('Offload cannot show this. Reload the page; jobs go on.')}
      </span>
    ) : (
      children
    );
  }
}

export namespace Guard {
  export type IProps = React.PropsWithChildren<{
    /** What stands there instead, where reloading the page is of no help. */
    readonly words?: string;
    /** What is shown; of something else it is tried anew. */
    readonly about?: unknown;
    readonly trans: TranslationBundle;
  }>;

  export interface IState {
    readonly about: unknown;
    readonly failed: boolean;
  }
}
