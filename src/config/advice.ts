import type { TranslationBundle } from '@jupyterlab/translation';
import type { Problem } from './problem';

/**
 * What is wrong and what to do.
 *
 * At most 140 characters: JupyterLab cuts off the rest of a notification.
 */
export function advice(problem: Problem, trans: TranslationBundle): string {
  switch (problem) {
    case 'missing':
      return trans.__(
        'Offload: this server lacks the server extension. Install jupyterlab-offload in the server’s environment and restart it.'
      );
    case 'failed':
      return trans.__(
        'Offload: the server extension did not answer as expected. If trying again does not help, look at the server’s log.'
      );
    case 'server-older':
      return trans.__(
        'Offload was updated, but this Jupyter server still runs the version before. Restart the server.'
      );
    case 'page-older':
      return trans.__(
        'Offload was updated, but this page is still of the version before. Save your work and reload the page.'
      );
    case 'different':
      return trans.__(
        'Offload’s front end and server extension are of different versions. Restart the server, then reload the page.'
      );
  }
}
