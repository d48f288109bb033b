import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

/** Rows `start` up to but not including `end` are near to what is seen. */
export interface IWindow {
  readonly start: number;
  readonly end: number;
}

/** Rows above and below, so that scrolling shows no gap. */
const SPARE = 30;

/**
 * Which of `count` rows of one height are in sight. A library that measures
 * every row would hold a million objects here; a division does.
 */
export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  height: number
): IWindow {
  const [view, setView] = useState({ top: 0, rows: 60 });
  useEffect(() => {
    const element = scroller.current;
    if (!element) {
      return;
    }
    const read = () => {
      const top = Math.floor(element.scrollTop / height);
      const rows = Math.ceil(element.clientHeight / height);
      setView(last =>
        // Rendered anew only when the spare rows run short.
        Math.abs(last.top - top) < SPARE / 2 && last.rows === rows
          ? last
          : { top, rows }
      );
    };
    read();
    element.addEventListener('scroll', read, { passive: true });
    const resized = new ResizeObserver(read);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', read);
      resized.disconnect();
    };
  }, [scroller, height]);
  const start = Math.max(0, Math.min(view.top, count) - SPARE);
  return { start, end: Math.min(count, view.top + view.rows + SPARE) };
}
