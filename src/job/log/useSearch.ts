import { useEffect, useState } from 'react';
import type { ILogTail } from '../../jobs/interfaces';
import { firstFrom } from './logLines';
import { findLines } from './search';

/** A search in a log, and where in its findings one stands. */
export interface ISearch {
  readonly words: string;
  readonly setWords: (words: string) => void;
  readonly found: readonly number[];
  /** Which of them, from 0. */
  readonly at: number;
  /** The line that is looked at; null: none. */
  readonly line: number | null;
  readonly busy: boolean;
  /** Go on by so many, round at the ends. */
  readonly step: (by: number) => void;
}

/** Searches all lines that there are when the words change. */
export function useSearch(
  log: ILogTail,
  goTo: (line: number) => void
): ISearch {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<readonly number[]>([]);
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let gone = false;
    setBusy(words !== '');
    void findLines(log, words, () => gone).then(lines => {
      if (lines) {
        setFound(lines);
        setAt(0);
        setBusy(false);
        if (lines.length > 0) {
          goTo(lines[0]);
        }
      }
    });
    return () => {
      gone = true;
    };
  }, [log, words, goTo]);

  // Lines may have been let go since they were found.
  const gone = firstFrom(found, log.first);
  const there = gone > 0 ? found.slice(gone) : found;
  const place = Math.max(0, at - gone);
  const step = (by: number) => {
    if (there.length > 0) {
      const to = (place + by + there.length) % there.length;
      setAt(gone + to);
      goTo(there[to]);
    }
  };
  return {
    words,
    setWords,
    found: there,
    at: place,
    line: there[place] ?? null,
    busy,
    step
  };
}
