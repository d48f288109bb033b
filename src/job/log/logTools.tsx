import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { ISearch } from './useSearch';

/** What may be done with a log. */
export function LogTools(props: {
  readonly search: ISearch;
  readonly follows: boolean;
  readonly onFollow: () => void;
  readonly onCopy: () => void;
  readonly onSave: () => void;
  /** Lines. */
  readonly count: number;
  /** Whether all lines are there still. */
  readonly whole: boolean;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { search, follows, onFollow, onCopy, onSave, count, whole, trans } =
    props;
  const none = count === 0;
  return (
    <div className="jp-Offload-tools" role="search">
      <input
        type="search"
        className="jp-Offload-input"
        placeholder={trans.__('Search the log')}
        aria-label={trans.__('Search the log')}
        value={search.words}
        onChange={event => search.setWords(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') {
            search.step(event.shiftKey ? -1 : 1);
          }
        }}
      />
      {search.words !== '' && (
        <>
          <span className="jp-Offload-number" role="status">
            {countWords(search, trans)}
          </span>
          <Tool
            label="↑"
            title={trans.__('Line before')}
            disabled={search.found.length === 0}
            onClick={() => search.step(-1)}
          />
          <Tool
            label="↓"
            title={trans.__('Next line')}
            disabled={search.found.length === 0}
            onClick={() => search.step(1)}
          />
        </>
      )}
      <span className="jp-Offload-toolsEnd">
        <span className="jp-Offload-number jp-Offload-quiet">
          {trans._n('%1 line', '%1 lines', count)}
        </span>
        <Tool
          label={trans.__('Follow')}
          title={trans.__('Stay at the end when lines come')}
          pressed={follows}
          onClick={onFollow}
        />
        <Tool
          label={trans.__('Copy')}
          title={
            whole
              ? trans.__('Copy the whole log')
              : trans.__('Copy the lines that are here')
          }
          disabled={none}
          onClick={onCopy}
        />
        <Tool
          label={trans.__('Download')}
          title={
            whole
              ? trans.__('Save the whole log as a file')
              : trans.__('Save the lines that are here as a file')
          }
          disabled={none}
          onClick={onSave}
        />
      </span>
    </div>
  );
}

function countWords(search: ISearch, trans: TranslationBundle): string {
  const { busy, found, at } = search;
  return busy
    ? trans.__('Searching …')
    : found.length === 0
      ? trans.__('Not found')
      : trans.__('%1 of %2', at + 1, found.length);
}

function Tool(props: {
  readonly label: string;
  readonly title: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
}): React.ReactElement {
  const { label, title, onClick, disabled, pressed } = props;
  return (
    <button
      type="button"
      className="jp-Offload-button"
      title={title}
      aria-label={label.length === 1 ? title : undefined}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {label}
    </button>
  );
}
