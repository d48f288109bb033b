import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { Bar } from '../components/bar';
import { useSignal } from '../components/hooks';
import type { ILiveRecord } from '../jobs/interfaces';

/** Nested loops have a few; more of them say nothing. */
const MAX_BARS = 3;

/** How far the job says it is. */
export function ProgressBars(props: {
  readonly record: ILiveRecord;
  readonly part: number | null;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { record, part, trans } = props;
  useSignal(record.progressChanged);
  useSignal(record.stateChanged);
  const shown = record.progress
    .filter(one => part === null || one.part === part)
    .slice(-MAX_BARS);
  if (shown.length === 0 || record.ended) {
    return null;
  }
  return (
    <>
      {shown.map(({ done, total, label }, index) => (
        <Bar
          key={index}
          label={label.slice(0, 100) || trans.__('Progress')}
          share={total ? done / total : null}
          text={
            total
              ? trans.__('%1 of %2', number(done), number(total))
              : number(done)
          }
        />
      ))}
    </>
  );
}

function number(value: number): string {
  return value.toLocaleString(undefined, { maximumFractionDigits: 2 });
}
