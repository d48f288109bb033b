import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState
} from 'react';
import type { RefObject } from 'react';

/** How one goes through a log. */
export interface IScroll {
  /** Whether the end stays in sight when lines come. */
  readonly follows: boolean;
  readonly setFollows: (follows: boolean) => void;
  /** Bring a line to the middle of what is seen; always the same function. */
  readonly goTo: (line: number) => void;
  /** To be called when the element has been scrolled. */
  readonly onScroll: () => void;
}

/**
 * Of the lines from `first` up to `end`, of one height, in px, in an element
 * that scrolls. Lines may come at the end, and be let go at the beginning.
 */
export function useScroll(
  scroller: RefObject<HTMLElement | null>,
  first: number,
  end: number,
  height: number
): IScroll {
  const [follows, setFollows] = useState(true);
  // Which line is at the upper edge: a browser cuts `scrollTop` to what is left
  // before it could be asked.
  const seen = useRef({ top: first, first, height });

  const goTo = useCallback(
    (line: number) => {
      const element = scroller.current;
      if (element) {
        setFollows(false);
        const below = (line - seen.current.first) * seen.current.height;
        element.scrollTop = below - element.clientHeight / 2;
      }
    },
    [scroller]
  );
  useLayoutEffect(() => {
    // In larger letters, too, and with fewer above, one looks at the same lines.
    const top = Math.max(first, seen.current.top);
    seen.current = { top, first, height };
    if (scroller.current) {
      scroller.current.scrollTop = (top - first) * height;
    }
  }, [scroller, first, height]);
  useLayoutEffect(() => {
    if (follows && scroller.current) {
      toEnd(scroller.current);
    }
  }, [scroller, follows, end, height]);
  useEffect(() => {
    const element = scroller.current;
    if (!follows || !element) {
      return;
    }
    // In a panel that becomes lower the end would be out of sight.
    const resized = new ResizeObserver(() => toEnd(element));
    resized.observe(element);
    return () => resized.disconnect();
  }, [scroller, follows]);
  const onScroll = () => {
    const element = scroller.current!;
    seen.current.top = first + element.scrollTop / height;
    const below =
      element.scrollHeight - element.scrollTop - element.clientHeight;
    setFollows(below < height * 2);
  };
  return { follows, setFollows, goTo, onScroll };
}

function toEnd(element: HTMLElement): void {
  element.scrollTop = element.scrollHeight;
}
