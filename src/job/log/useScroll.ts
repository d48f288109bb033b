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

/** Of `count` lines of one height, in px, in an element that scrolls. */
export function useScroll(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  height: number
): IScroll {
  const [follows, setFollows] = useState(true);
  const seen = useRef({ top: 0, height });

  const goTo = useCallback(
    (line: number) => {
      const element = scroller.current;
      if (element) {
        setFollows(false);
        element.scrollTop =
          line * seen.current.height - element.clientHeight / 2;
      }
    },
    [scroller]
  );
  useLayoutEffect(() => {
    // In larger letters, too, one looks at the same lines.
    seen.current.height = height;
    if (scroller.current) {
      scroller.current.scrollTop = seen.current.top * height;
    }
  }, [scroller, height]);
  useLayoutEffect(() => {
    if (follows && scroller.current) {
      toEnd(scroller.current);
    }
  }, [scroller, follows, count, height]);
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
    seen.current.top = element.scrollTop / height;
    const below =
      element.scrollHeight - element.scrollTop - element.clientHeight;
    setFollows(below < height * 2);
  };
  return { follows, setFollows, goTo, onScroll };
}

function toEnd(element: HTMLElement): void {
  element.scrollTop = element.scrollHeight;
}
