import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { formatDollars, formatTime } from '../components/format';
import { problemWords } from '../components/problemWords';
import type { IConfigModel, IJobStore } from '../tokens';
import type { Here } from './model';

/** Where jobs go, and what they cost. */
export function Overview(props: {
  readonly config: IConfigModel;
  readonly store: IJobStore;
  /** Whether everybody's jobs count, not only one's own. */
  readonly everybody: boolean;
  /** Null without a notebook. */
  readonly here: Here | null;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { config, store, everybody, here, trans } = props;
  const { health } = store;
  const own = !everybody;
  const spend = store.spend({ own });
  const ofNotebook = here && store.spend({ own, ...here });
  return (
    <div className="jp-Offload-overview">
      <Place config={config} trans={trans} />
      <dl className="jp-Offload-sums">
        <Sum term={trans.__('Today')} amount={spend.today} trans={trans} />
        {ofNotebook && (
          <Sum
            term={trans.__('This notebook')}
            amount={ofNotebook.today}
            trans={trans}
          />
        )}
        <Sum term={trans.__('Per hour')} amount={spend.perHour} trans={trans} />
      </dl>
      {health.problem && (
        <p className="jp-Offload-freshness" role="status">
          {problemWords(health.problem, trans)}{' '}
          {health.heard !== null &&
            trans.__(
              'This is the state of %1.',
              formatTime(health.heard, Date.now())
            )}
        </p>
      )}
    </div>
  );
}

function Place(props: {
  readonly config: IConfigModel;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { config, trans } = props;
  const { state } = config;
  if (state.phase !== 'ready') {
    return (
      <p className="jp-Offload-place">
        {state.phase === 'loading'
          ? trans.__('Asking the server where jobs go …')
          : trans.__('The server does not say where jobs go.')}
      </p>
    );
  }
  const { active, backends } = state.config;
  const backend = backends.find(one => one.name === active);
  const where = backend?.paid
    ? trans.__(
        'account %1, %2',
        backend.account ?? trans.__('not known'),
        backend.region
      )
    : trans.__('this machine, free');
  return (
    <p className="jp-Offload-place" title={where}>
      <strong>{active}</strong>{' '}
      <span className="jp-Offload-quiet">{where}</span>
    </p>
  );
}

function Sum(props: {
  readonly term: string;
  readonly amount: number | null;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { term, amount, trans } = props;
  return (
    <div>
      <dt>{term}</dt>
      <dd>{amount === null ? trans.__('not known') : formatDollars(amount)}</dd>
    </div>
  );
}
