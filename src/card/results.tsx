import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { formatSize } from '../components/format';
import type { ICardResult } from './cardData';

/** More names are only counted. */
const MAX_SHOWN = 30;

/** What came back: names, sizes, and where the values are. */
export function Results(props: {
  readonly results: readonly ICardResult[];
  /** Missing: there is nothing to get them from, or nowhere to bring them. */
  readonly onGet?: ((name: string) => void) | null;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { results, onGet, trans } = props;
  if (results.length === 0) {
    return null;
  }
  const more = results.length - MAX_SHOWN;
  return (
    <div className="jp-Offload-results">
      <span className="jp-Offload-quiet">{trans.__('Results')}</span>
      <ul aria-label={trans.__('Results')}>
        {results.slice(0, MAX_SHOWN).map((result, index) => (
          <li key={index}>
            <Result result={result} onGet={onGet} trans={trans} />
          </li>
        ))}
        {more > 0 && <li>{trans._n('%1 more', '%1 more', more)}</li>}
      </ul>
    </div>
  );
}

/** Where a value is. What an unknown kernel says of it is shown as it is. */
function stateWords(state: string, trans: TranslationBundle): string {
  switch (state) {
    case 'here':
      return trans.__('here');
    case 'on demand':
      return trans.__('on demand');
    case 'kept yours':
      return trans.__('kept yours');
    default:
      return state;
  }
}

function Result(props: {
  readonly result: ICardResult;
  readonly onGet?: ((name: string) => void) | null;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { result, onGet, trans } = props;
  const { name, size, state } = result;
  const facts = [
    size === null ? '' : formatSize(size),
    stateWords(state, trans)
  ];
  const away = state !== '' && state !== 'here';
  return (
    <>
      <code>{name}</code>
      <span className="jp-Offload-quiet">
        {facts.filter(Boolean).join(', ')}
      </span>
      {away && onGet && (
        <button
          type="button"
          className="jp-Offload-linkButton"
          aria-label={trans.__('Get %1', name)}
          onClick={() => onGet(name)}
        >
          {trans.__('Get')}
        </button>
      )}
    </>
  );
}
