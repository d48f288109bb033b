import { useEffect, useState } from 'react';
import type { ILogTail } from '../../jobs/interfaces';
import { firstFrom } from './logLines';
import { searchOn } from './searchOn';

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

/** Searches all lines when the words change, and then those that come. */
export function useSearch(
  log: ILogTail,
  /** Lines before this one are not shown. */
  first: number,
  goTo: (line: number) => void
): ISearch {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<readonly number[]>([]);
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    let gone = false;
    const stop = searchOn(log, words, {
      gone: () => gone,
      first: lines => {
        setFound(lines);
        setAt(0);
        if (lines.length > 0) {
          goTo(lines[0]);
        }
      },
      more: setFound,
      busy: setBusy
    });
    return () => {
      gone = true;
      stop();
    };
  }, [log, words, goTo]);

  // Lines may have been let go since they were found.
  const gone = firstFrom(found, first);
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
