import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { LOCAL_BACKEND } from '../config/names';
import { formatDuration } from '../components/format';
import { StatusBadge } from '../components/statusBadge';
import type { IJobSnapshot } from '../jobs/snapshot';
import type { ICard } from './cardData';

/** Status, name, where it runs and for how long. */
export function CardHeader(props: {
  readonly job: IJobSnapshot;
  readonly card: ICard;
  readonly seconds: number | null;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, card, seconds, trans } = props;
  const type = job.instanceType || card.type;
  const machines =
    job.instanceCount > 1 ? `${job.instanceCount} × ${type}` : type;
  const where = [
    machines,
    job.spot ? trans.__('spot') : '',
    card.id.backend,
    card.id.backend === LOCAL_BACKEND ? '' : card.region,
    card.id.backend === LOCAL_BACKEND ? '' : card.account
  ];
  return (
    <header className="jp-Offload-cardHeader">
      <StatusBadge job={job} trans={trans} />
      <span className="jp-Offload-jobName" title={card.id.name}>
        {card.id.name}
      </span>
      {card.part && (
        <span className="jp-Offload-quiet">
          {trans.__('part %1 of %2', card.part.index + 1, card.part.count)}
        </span>
      )}
      <span className="jp-Offload-where jp-Offload-quiet">
        {where.filter(Boolean).join(' · ')}
      </span>
      {seconds !== null && (
        <span
          className="jp-Offload-elapsed"
          title={trans.__('Time since the job was sent')}
        >
          {formatDuration(seconds, trans)}
        </span>
      )}
    </header>
  );
}
