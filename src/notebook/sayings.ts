import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { NoAnswerError } from './patience';
import type { IPatience } from './patience';

/** Say why nothing was offloaded, and what to do. */
export function sayFailure(
  error: unknown,
  again: () => void,
  trans: TranslationBundle
): void {
  // JupyterLab shows no more than 140 characters of a notification.
  const message =
    error instanceof NoAnswerError
      ? trans.__(
          'The kernel does not answer. Wait until it has started, or restart it; then try again.'
        )
      : trans.__(
          'Nothing was offloaded: %1',
          error instanceof Error ? error.message : String(error)
        );
  Notification.error(message, {
    autoClose: false,
    actions: [{ label: trans.__('Try Again'), callback: again }]
  });
}

/** Waiting by the browser's clock, with a notification. */
export function patienceWith(trans: TranslationBundle): IPatience {
  return {
    later: (callback, milliseconds) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    sayWaiting: () => {
      const message = trans.__('Offload waits for the kernel…');
      const id = Notification.info(message, { autoClose: false });
      return () => Notification.dismiss(id);
    }
  };
}
