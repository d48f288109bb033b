import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import { Guard } from '../components/guard';
import { FRONT_END_VERSION } from '../generated/version';
import type { ConfigState } from '../tokens';
import { statusText } from './text';

/** A dialog's body: everything known of the active backend. */
export function details(
  state: ConfigState,
  trans: TranslationBundle
): ReactWidget {
  const widget = ReactWidget.create(
    <Guard trans={trans}>
      <Details state={state} trans={trans} />
    </Guard>
  );
  widget.addClass('jp-Offload-details');
  return widget;
}

function Details(props: {
  readonly state: ConfigState;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { state, trans } = props;
  return (
    <div>
      <p>{statusText(state, trans).caption}</p>
      <dl>
        {rows(state, trans).map(([term, value]) => (
          <React.Fragment key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
    </div>
  );
}

function rows(
  state: ConfigState,
  trans: TranslationBundle
): ReadonlyArray<readonly [string, string]> {
  const own = [trans.__('Front end'), FRONT_END_VERSION] as const;
  if (state.phase === 'failed') {
    return [own, [trans.__('Reason'), state.reason]];
  }
  if (state.phase !== 'ready') {
    return [own];
  }
  const { active, backends, engine, version } = state.config;
  const backend = backends.find(one => one.name === active);
  return [
    [trans.__('Backend'), active],
    [trans.__('Region'), backend?.region ?? trans.__('unknown')],
    [trans.__('Account'), backend?.account ?? trans.__('unknown')],
    [
      trans.__('Local engine'),
      engine.running
        ? trans.__('running, version %1', engine.version ?? '?')
        : trans.__('not running; it starts when it is first needed')
    ],
    own,
    [trans.__('Server extension'), version]
  ];
}
