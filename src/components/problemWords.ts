import type { TranslationBundle } from '@jupyterlab/translation';
import { ProblemError } from '../aws/problem';
import type { IProblem } from '../jobs/interfaces';

/**
 * What is wrong, and what to do, in a sentence or two: with something that is
 * asked again by itself.
 */
export function problemWords(
  problem: IProblem,
  trans: TranslationBundle
): string {
  const wrong = Private.wrong(problem, trans);
  switch (problem.kind) {
    case 'throttled':
      return `${wrong} ${trans.__('It is asked again soon.')}`;
    case 'unreachable':
    case 'offline':
    case 'garbled':
      return `${wrong} ${trans.__('It is asked again.')}`;
    default:
      return wrong;
  }
}

/** The same of what somebody has asked for, and nothing asks for by itself. */
export function failureWords(error: unknown, trans: TranslationBundle): string {
  const problem = error instanceof ProblemError ? error : Private.other(error);
  const wrong = Private.wrong(problem, trans);
  switch (problem.kind) {
    case 'throttled':
      return `${wrong} ${trans.__('Try again in a minute.')}`;
    case 'unreachable':
    case 'offline':
    case 'garbled':
      return `${wrong} ${trans.__('Try again.')}`;
    default:
      return wrong;
  }
}

namespace Private {
  /** What is wrong; to be done about it there is no more than it says. */
  export function wrong(problem: IProblem, trans: TranslationBundle): string {
    switch (problem.kind) {
      case 'throttled':
        return trans.__('The backend gets too many questions.');
      case 'expired':
        return trans.__(
          'The server’s credentials have expired. Sign in again.'
        );
      case 'denied':
        return trans.__('The server’s credentials do not allow this.');
      case 'missing':
        return trans.__('The backend does not know this job.');
      case 'unreachable':
        return trans.__('The backend does not answer.');
      case 'offline':
        return trans.__('The Jupyter server does not answer.');
      case 'garbled':
        return trans.__('The backend’s answer makes no sense.');
      default:
        return (
          problem.message.slice(0, 300) || trans.__('Something went wrong.')
        );
    }
  }

  /** What went wrong on this side. */
  export function other(error: unknown): IProblem {
    const message = error instanceof Error ? error.message : '';
    return { kind: 'failed', message };
  }
}
