import type { TranslationBundle } from '@jupyterlab/translation';
import { problemWords } from '../../components/problemWords';
import type { IProblem } from '../../jobs/interfaces';

/**
 * Why something of the bucket was not had, and what to do: files are read when
 * somebody asks, so nothing is asked again by itself. `missing`: what to say of
 * that which is not there.
 */
export function fileWords(
  problem: IProblem,
  trans: TranslationBundle,
  missing = trans.__('This file is not there any more.')
): string {
  switch (problem.kind) {
    case 'missing':
      return missing;
    case 'changed':
      return trans.__('The file has changed meanwhile. Try again.');
    case 'throttled':
      return trans.__(
        'The backend gets too many questions. Try again in a minute.'
      );
    case 'unreachable':
      return trans.__('The backend does not answer. Try again.');
    case 'offline':
      return trans.__('The Jupyter server does not answer. Try again.');
    case 'garbled':
      return trans.__('It did not come through whole. Try again.');
    default:
      return problemWords(problem, trans);
  }
}
