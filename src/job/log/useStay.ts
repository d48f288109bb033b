import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Keep the lines in sight where they are when lines above are let go. */
export function useStay(
  scroller: RefObject<HTMLElement | null>,
  first: number,
  follows: boolean,
  height: number
): void {
  const before = useRef(first);
  // A browser cuts `scrollTop` to what is left, before it could be asked.
  const top = useRef(0);
  useEffect(() => {
    const element = scroller.current;
    const read = () => {
      top.current = element?.scrollTop ?? 0;
    };
    element?.addEventListener('scroll', read, { passive: true });
    return () => element?.removeEventListener('scroll', read);
  }, [scroller]);
  useLayoutEffect(() => {
    const gone = first - before.current;
    before.current = first;
    if (gone > 0 && !follows && scroller.current) {
      top.current = Math.max(0, top.current - gone * height);
      scroller.current.scrollTop = top.current;
    }
  }, [scroller, first, follows, height]);
}
