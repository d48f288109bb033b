import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { Bar } from '../components/bar';
import { formatDollars } from '../components/format';
import type { ICost } from '../jobs/interfaces';

/** From this share of the ceiling on, the bar warns. */
const NEAR = 0.8;

/** What the job has cost, and of how much it may cost. */
export function CostLine(props: {
  readonly cost: ICost;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { cost, trans } = props;
  const { charged, free, onAws, ceiling, final, upperBound } = cost;
  const counted = free ? (onAws ?? 0) : charged;
  if (charged === null || counted === null) {
    return null;
  }
  const amount = upperBound
    ? trans.__('up to %1', formatDollars(counted))
    : formatDollars(counted);
  if (free && (final || !ceiling)) {
    return (
      <p className="jp-Offload-cost">
        {onAws === null
          ? trans.__('Free here')
          : final
            ? trans.__('Free here; %1 on AWS', amount)
            : trans.__('Free here; %1 on AWS so far', amount)}
      </p>
    );
  }
  if (!ceiling) {
    return (
      <p className="jp-Offload-cost">
        {final
          ? trans.__('Cost: %1', amount)
          : trans.__('Cost so far: %1', amount)}
      </p>
    );
  }
  const most = formatDollars(ceiling);
  return (
    <Bar
      label={final ? trans.__('Cost') : trans.__('Cost so far')}
      share={counted / ceiling}
      warning={counted / ceiling >= NEAR && !final}
      text={
        free
          ? trans.__('free here; on AWS %1 of at most %2', amount, most)
          : trans.__('%1 of at most %2', amount, most)
      }
    />
  );
}
