import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { LOCAL_BACKEND } from '../config/names';
import { formatDuration } from '../components/format';
import { StatusBadge } from '../components/statusBadge';
import type { IJobSnapshot } from '../jobs/snapshot';
import type { ICard } from './cardData';
import type { PartState } from './partState';

/** Status, name, where it runs and for how long. */
export function CardHeader(props: {
  readonly job: IJobSnapshot;
  readonly card: ICard;
  readonly seconds: number | null;
  /** How far the card's cell came, where the job has several. */
  readonly part?: PartState;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, card, seconds, part = null, trans } = props;
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
      {part === 'not run' ? (
        <span className="jp-Offload-badge jp-mod-stopped">
          {trans.__('Did not run')}
        </span>
      ) : (
        <StatusBadge
          job={part === 'done' ? { ...job, status: 'Completed' } : job}
          trans={trans}
        />
      )}
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
