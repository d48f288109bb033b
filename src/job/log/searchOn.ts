import type { ILogChange, ILogTail } from '../../jobs/interfaces';
import { findLines } from './search';

/** Who wants to know what a search finds. */
export interface ISearcher {
  readonly gone: () => boolean;
  /** All lines were searched that were there at first. */
  readonly first: (found: readonly number[]) => void;
  /** Lines have come, or all before were dropped: all findings now. */
  readonly more: (found: readonly number[]) => void;
  readonly busy: (busy: boolean) => void;
}

/**
 * Searches a log, and each line that comes after that, once. Returns what ends
 * it, beside which `gone` has to say so.
 */
export function searchOn(
  log: ILogTail,
  words: string,
  { gone, first, more, busy }: ISearcher,
  find: typeof findLines = findLines
): () => void {
  let found: readonly number[] = [];
  let next = 0;
  let isFirst = true;
  let isBusy = false;
  let restarts = 0;

  const look = async (): Promise<void> => {
    if (isBusy || gone()) {
      return;
    }
    isBusy = true;
    do {
      const from = next;
      const to = log.length;
      const restarted = restarts;
      const lines = await find(log, words, gone, { from, to });
      if (lines === null) {
        return;
      }
      if (restarted !== restarts) {
        continue;
      }
      next = to;
      if (isFirst) {
        isFirst = false;
        busy(false);
        first((found = lines));
      } else if (lines.length > 0) {
        more((found = [...found, ...lines]));
      }
    } while (next < log.length);
    isBusy = false;
  };

  const heed = (_: ILogTail, { restarted }: ILogChange): void => {
    if (restarted) {
      restarts += 1;
      next = 0;
      more((found = []));
    }
    void look();
  };

  busy(words !== '');
  if (words !== '') {
    log.added.connect(heed);
  }
  void look();
  return () => void log.added.disconnect(heed);
}
