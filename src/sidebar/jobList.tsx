import type { TranslationBundle } from '@jupyterlab/translation';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import React, { useEffect, useMemo, useRef, useState } from 'react';
import type { IJob, IJobSort } from '../jobs/interfaces';
import { keyOf } from '../jobs/snapshot';
import { itemsOf } from './model';
import { JobRow } from './row';
import { useRowHeights } from './rowHeights';
import type { RowMenu } from './rowMenu';

/** The jobs; only those in sight have elements. Arrow keys go through them. */
export function JobList(props: {
  readonly jobs: readonly IJob[];
  readonly sort: IJobSort;
  readonly menu: RowMenu;
  /** Whether each says whose it is. */
  readonly showsOwner: boolean;
  /** Ask for older ones; null: there are none. */
  readonly more: (() => void) | null;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { jobs, sort, menu, showsOwner, more, trans } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const items = useMemo(() => itemsOf(jobs), [jobs]);
  const [current, setCurrent] = useState('');
  const focusing = useRef(false);
  const { row, heading, probes } = useRowHeights();
  const indexOf = (key: string) =>
    items.findIndex(item => item.kind === 'job' && keyOf(item.job.id) === key);
  const found = indexOf(current);
  // The first one until another is gone to, and when that is filtered away.
  const stop = found >= 0 ? found : items.findIndex(one => one.kind === 'job');
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => (items[index].kind === 'job' ? row : heading),
    getItemKey: index => {
      const item = items[index];
      return item.kind === 'job' ? keyOf(item.job.id) : String(item.active);
    },
    rangeExtractor: range => withIndex(defaultRangeExtractor(range), stop),
    overscan: 8
  });
  // Another order or filter moves headings, which are lower than rows.
  useEffect(() => rows.measure(), [rows, items.length, sort, row, heading]);

  const move = (from: number, step: number) => {
    let to = Math.min(items.length - 1, Math.max(0, from + step));
    if (items[to].kind === 'heading') {
      to += step > 0 || to === 0 ? 1 : -1;
    }
    const item = items[to];
    if (item?.kind === 'job') {
      focusing.current = true;
      setCurrent(keyOf(item.job.id));
      rows.scrollToIndex(to);
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = KEYS[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(found >= 0 ? found : 0, step);
    }
  };

  return (
    <div ref={scroller} className="jp-Offload-jobList">
      {probes}
      <div
        role="list"
        aria-label={trans.__('Jobs')}
        style={{ height: rows.getTotalSize(), position: 'relative' }}
        onKeyDown={onKeyDown}
      >
        {rows.getVirtualItems().map(({ index, key, start, size }) => {
          const item = items[index];
          const place = {
            position: 'absolute' as const,
            top: 0,
            left: 0,
            right: 0,
            height: size,
            transform: `translateY(${start}px)`
          };
          if (item.kind === 'heading') {
            return (
              <div
                key={key}
                className="jp-Offload-jobHeading"
                role="listitem"
                style={place}
              >
                {item.active
                  ? trans.__('Active (%1)', item.count)
                  : trans.__('History (%1)', item.count)}
              </div>
            );
          }
          const itemKey = keyOf(item.job.id);
          return (
            <div
              key={key}
              role="listitem"
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={place}
            >
              <JobRow
                job={item.job}
                current={index === stop}
                focusing={focusing}
                menu={menu}
                showsOwner={showsOwner}
                onFocus={() => setCurrent(itemKey)}
                trans={trans}
              />
            </div>
          );
        })}
      </div>
      {more && (
        <button
          type="button"
          className="jp-Offload-button jp-Offload-more"
          onClick={more}
        >
          {trans.__('Older jobs')}
        </button>
      )}
    </div>
  );
}

/**
 * The rows with the Tab stop among them, wherever it is: without its element
 * the focus would be lost, and the Tab key could not come back to the list.
 */
function withIndex(indexes: number[], stop: number): number[] {
  return stop < 0 || indexes.includes(stop)
    ? indexes
    : [...indexes, stop].sort((one, other) => one - other);
}

const KEYS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity
};
