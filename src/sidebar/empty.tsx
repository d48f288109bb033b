import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import type { IHealth } from '../jobs/interfaces';

const EXAMPLE = '%load_ext jupyterlab_offload';
const MAGIC = '%%offload\ntotal = sum(range(10))';
/** Of the part that sends cells; it may be switched off. */
const OFFLOAD_CELL = 'offload:cell';

/** There is no job yet: how to send a first one. */
export function Empty(props: {
  readonly commands: CommandRegistry;
  readonly health: IHealth;
  /** Shows everybody's jobs; null where there are no others. */
  readonly onEverybody: (() => void) | null;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { commands, health, onEverybody, trans } = props;
  if (health.heard === null) {
    return (
      <p className="jp-Offload-empty" role="status">
        {health.problem ? '' : trans.__('Looking for jobs …')}
      </p>
    );
  }
  return (
    <div className="jp-Offload-empty">
      <h3>{trans.__('No jobs yet')}</h3>
      <p>
        {trans.__(
          'A job runs a cell on another machine and brings its variables back. To send a first one:'
        )}
      </p>
      <ol>
        <li>
          {trans.__('Run this once in a notebook:')}
          <pre className="jp-Offload-text">{EXAMPLE}</pre>
        </li>
        <li>
          {trans.__('Write this on the first line of a cell, and run it:')}
          <pre className="jp-Offload-text">{MAGIC}</pre>
        </li>
        <li>
          {trans.__(
            'The job shows here and under the cell; its variables come back.'
          )}
        </li>
      </ol>
      {commands.hasCommand(OFFLOAD_CELL) && (
        <button
          type="button"
          className="jp-Offload-button"
          disabled={!commands.isEnabled(OFFLOAD_CELL)}
          onClick={() => void commands.execute(OFFLOAD_CELL)}
        >
          {trans.__('Offload the current cell…')}
        </button>
      )}
      {onEverybody && (
        <p>
          <Link
            words={trans.__('Show everybody’s jobs')}
            onClick={onEverybody}
          />
        </p>
      )}
    </div>
  );
}

/** There are jobs, and none is what was chosen: how to see some. */
export function NoMatch(props: {
  /** Whether all of one's own were to be seen: then there are none of them. */
  readonly allOfMine: boolean;
  readonly onEverybody: () => void;
  readonly onAll: () => void;
  /** Lists older jobs too; null where all are listed. */
  readonly onOlder: (() => void) | null;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { allOfMine, onEverybody, onAll, onOlder, trans } = props;
  return (
    <p className="jp-Offload-noMatch" role="status">
      {onOlder
        ? trans.__('None of the jobs that are listed so far matches.')
        : allOfMine
          ? trans.__('None of the jobs is yours.')
          : trans.__('No job matches.')}{' '}
      {onOlder && (
        <>
          <Link words={trans.__('Search older jobs')} onClick={onOlder} />{' '}
        </>
      )}
      {allOfMine ? (
        <Link words={trans.__('Show everybody’s jobs')} onClick={onEverybody} />
      ) : (
        <Link words={trans.__('Show all')} onClick={onAll} />
      )}
    </p>
  );
}

function Link(props: {
  readonly words: string;
  readonly onClick: () => void;
}): React.ReactElement {
  return (
    <button
      type="button"
      className="jp-Offload-linkButton"
      onClick={props.onClick}
    >
      {props.words}
    </button>
  );
}
