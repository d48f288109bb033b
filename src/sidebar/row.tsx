import type { TranslationBundle } from '@jupyterlab/translation';
import { ellipsesIcon } from '@jupyterlab/ui-components';
import React, { useEffect, useRef } from 'react';
import {
  formatDollars,
  formatDuration,
  formatTime
} from '../components/format';
import { useHeld, useSignal } from '../components/hooks';
import { StatusBadge } from '../components/statusBadge';
import type { IJob } from '../jobs/interfaces';
import type { RowMenu } from './rowMenu';

/** A job in three lines: how it stands, what it is, where it came from. */
export function JobRow(props: {
  readonly job: IJob;
  /** Whether the Tab key stops here. */
  readonly current: boolean;
  /** Set when the current row shall get the focus as soon as it is there. */
  readonly focusing: React.MutableRefObject<boolean>;
  readonly menu: RowMenu;
  /** Whether it says whose job it is. */
  readonly showsOwner: boolean;
  readonly onFocus: () => void;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, current, focusing, menu, showsOwner, onFocus, trans } = props;
  const main = useRef<HTMLButtonElement>(null);
  useSignal(job.changed);
  // A list by name tells neither cost nor notebook.
  useHeld(job.snapshot.source === 'list', () => job.watch(), job);
  useEffect(() => {
    if (current && focusing.current) {
      focusing.current = false;
      main.current?.focus({ preventScroll: true });
    }
  });
  const { snapshot } = job;
  const { charged, onAws } = job.cost();
  const cost = charged === 0 && onAws !== null ? onAws : charged;
  const elapsed = job.elapsed();
  const about = [
    snapshot.created === null ? '' : formatTime(snapshot.created, Date.now()),
    showsOwner ? snapshot.owner : '',
    snapshot.instanceType,
    snapshot.notebook.split('/').pop()
  ];
  return (
    <div
      className="jp-Offload-row"
      onContextMenu={event => {
        event.preventDefault();
        event.stopPropagation();
        menu.open(job, event.clientX, event.clientY);
      }}
    >
      <button
        ref={main}
        type="button"
        className="jp-Offload-rowMain"
        tabIndex={current ? 0 : -1}
        title={[snapshot.name, snapshot.notebook, snapshot.owner].join('\n')}
        onFocus={onFocus}
        onClick={() => menu.show(job)}
      >
        <span className="jp-Offload-rowLine">
          <StatusBadge job={snapshot} trans={trans} />
          <span className="jp-Offload-rowEnd jp-Offload-number">
            {elapsed !== null && formatDuration(elapsed, trans)}
            {cost !== null && (
              <span
                title={
                  charged === 0 ? trans.__('Free here; this much on AWS') : ''
                }
              >
                {charged === 0 && cost > 0
                  ? `(${formatDollars(cost)})`
                  : formatDollars(cost)}
              </span>
            )}
          </span>
        </span>
        <span className="jp-Offload-rowName">{snapshot.name}</span>
        <span className="jp-Offload-rowAbout jp-Offload-quiet">
          {about.filter(Boolean).join(' · ')}
        </span>
      </button>
      <button
        type="button"
        className="jp-Offload-rowMenu"
        tabIndex={current ? 0 : -1}
        title={trans.__('More actions')}
        aria-label={trans.__('Actions for %1', snapshot.name)}
        aria-haspopup="menu"
        onFocus={onFocus}
        onClick={event => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          menu.open(job, left, bottom);
        }}
      >
        <ellipsesIcon.react tag="span" />
      </button>
    </div>
  );
}
