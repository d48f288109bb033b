import type { TranslationBundle } from '@jupyterlab/translation';
import type { IProblem } from '../jobs/interfaces';

/** What is wrong, and what to do, in a sentence or two. */
export function problemWords(
  problem: IProblem,
  trans: TranslationBundle
): string {
  switch (problem.kind) {
    case 'throttled':
      return trans.__(
        'The backend gets too many questions. It is asked again soon.'
      );
    case 'expired':
      return trans.__('The server’s credentials have expired. Sign in again.');
    case 'denied':
      return trans.__('The server’s credentials may not see this.');
    case 'missing':
      return trans.__('The backend does not know this job.');
    case 'unreachable':
      return trans.__('The backend does not answer. It is asked again.');
    case 'offline':
      return trans.__('The Jupyter server does not answer. It is asked again.');
    case 'garbled':
      return trans.__(
        'The backend’s answer makes no sense. It is asked again.'
      );
    default:
      return problem.message.slice(0, 300) || trans.__('Something went wrong.');
  }
}
