import '../../style/parts.css';
import '../../style/card.css';
import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useMemo } from 'react';
import { useSignal } from '../components/hooks';
import { mayCost } from '../config/paid';
import { keyOf } from '../jobs/snapshot';
import type { IConfigModel, IJobStore } from '../tokens';
import type { ICardActions } from './actions';
import { JobCard } from './body';
import { hintOf } from './cardData';
import type { ICard } from './cardData';

export { readCard } from './cardData';

export interface ICardHostProps {
  readonly card: ICard;
  readonly config: IConfigModel;
  /** Missing where jobs cannot be asked for at all. */
  readonly store: IJobStore | null;
  readonly actions: ICardActions;
  readonly trans: TranslationBundle;
}

/** A card with the job it is about, once the backend's name is known to be one. */
export function CardHost(props: ICardHostProps): React.ReactElement {
  const { card, config, store, actions, trans } = props;
  useSignal(config.changed);
  const { state } = config;
  const known =
    state.phase === 'ready' &&
    state.config.backends.some(({ name }) => name === card.id.backend);
  const key = keyOf(card.id);
  const isNew = state.phase === 'ready' && !known;
  useEffect(() => {
    if (isNew) {
      // It may have been set up meanwhile.
      config.refreshSoon();
    }
    // Once for each card: a mailed notebook's may name what is nowhere.
  }, [card]);
  const job = useMemo(
    // Nothing is asked of a name that only a notebook says is a backend.
    () => (known && store ? store.open(card.id, hintOf(card)) : null),
    [known, store, key]
  );
  return (
    <JobCard
      card={card}
      job={job}
      unknownBackend={state.phase === 'ready' && !known}
      paid={mayCost(state)}
      actions={actions}
      trans={trans}
    />
  );
}
