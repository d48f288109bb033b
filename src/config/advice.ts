import type { TranslationBundle } from '@jupyterlab/translation';
import type { Problem } from './problem';

/** A sentence or two: what is wrong and what to do. */
export function advice(problem: Problem, trans: TranslationBundle): string {
  switch (problem) {
    case 'missing':
      return trans.__(
        'Offload: this Jupyter server does not have the server extension. Install jupyterlab-offload in the environment of the server, run "jupyter server extension enable jupyterlab_offload" there, and restart the server.'
      );
    case 'failed':
      return trans.__(
        'Offload: the server extension did not answer as expected. Try again; if it stays so, look at the log of the Jupyter server.'
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
        'The versions of the front end and of the server extension of Offload differ. Restart the Jupyter server, then reload the page.'
      );
  }
}
