import React from 'react';
import type { RefObject } from 'react';
import { StyledLine } from '../../components/styledLine';
import type { ILogTail } from '../../jobs/interfaces';
import { useWindow } from './useWindow';

/** The lines in sight, at their place among all of them. */
export function LogLines(props: {
  readonly log: ILogTail;
  /** The first of them that can be scrolled to. */
  readonly first: number;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Of each line, in px. */
  readonly height: number;
  /** The lines that were searched for, in order. */
  readonly found: readonly number[];
  /** The one of them that is looked at; null: none. */
  readonly current: number | null;
}): React.ReactElement {
  const { log, first, scroller, height, found, current } = props;
  const count = log.length - first;
  const seen = useWindow(scroller, count, height);
  const start = first + seen.start;
  const end = first + seen.end;
  const marked = new Set(between(found, start, end));
  const lines = log.lines(start, end);
  return (
    <div
      className="jp-Offload-lines"
      style={{
        // In one column as wide as its widest line, numbers at its left.
        height: count * height,
        paddingTop: seen.start * height,
        lineHeight: `${height}px`
      }}
    >
      {lines.map((line, index) => {
        const number = start + index;
        const state =
          number === current
            ? ' jp-mod-current'
            : marked.has(number)
              ? ' jp-mod-found'
              : '';
        return (
          <div
            key={number}
            className={`jp-Offload-line${state}`}
            style={{ height }}
          >
            <span className="jp-Offload-lineNumber" data-number={number + 1} />
            <span>
              <StyledLine text={line.text} />
            </span>
          </div>
        );
      })}
    </div>
  );
}

/** Those of the sorted numbers that lie in a range. */
export function between(
  sorted: readonly number[],
  start: number,
  end: number
): readonly number[] {
  const from = firstFrom(sorted, start);
  return sorted.slice(from, firstFrom(sorted, end));
}

/** Where the first number stands that is not below `value`. */
export function firstFrom(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
