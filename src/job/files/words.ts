import type { TranslationBundle } from '@jupyterlab/translation';
import { failureWords } from '../../components/problemWords';
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
    case 'garbled':
      return trans.__('It did not come through whole. Try again.');
    default:
      return failureWords(problem, trans);
  }
}
