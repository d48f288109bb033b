import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { formatSize } from '../components/format';
import { kindOf } from '../job/files/kind';
import { isPlainPath, pathBeside } from '../job/files/paths';
import type { ICard, ICardFile } from './cardData';

/** More files are only counted. */
const MAX_SHOWN = 30;

/** What the job wrote: paths, sizes, and where the files are. */
export function CardFiles(props: {
  readonly card: ICard;
  /** Missing: there is nothing to get them from, or nowhere to bring them. */
  readonly onGet?: ((path: string) => void) | null;
  /** Missing: they cannot be opened. */
  readonly onOpen?: ((folder: string, path: string) => void) | null;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { card, onGet, onOpen, trans } = props;
  const { files, fileCount, folder } = card;
  const count = Math.max(files.length, fileCount);
  if (count === 0) {
    return null;
  }
  const shown = files.slice(0, MAX_SHOWN);
  const more = count - shown.length;
  return (
    <div className="jp-Offload-results">
      <span className="jp-Offload-quiet">{trans.__('Files')}</span>
      <ul aria-label={trans.__('Files')}>
        {shown.map((file, index) => (
          <li key={index}>
            <CardFile
              file={file}
              onGet={isGettable(file) ? onGet : null}
              onOpen={
                folder !== null && isOpenable(file, folder) && onOpen
                  ? path => onOpen(folder, path)
                  : null
              }
              trans={trans}
            />
          </li>
        ))}
        {more > 0 && <li>{trans._n('%1 more', '%1 more', more)}</li>}
      </ul>
    </div>
  );
}

/** Whether the line that brings it can be written. */
function isGettable({ path, state }: ICardFile): boolean {
  return !['', 'here', 'left'].includes(state) && isPlainPath(path);
}

/** Whether it is here, beside the notebook, and a text or a picture. */
function isOpenable({ path, state }: ICardFile, folder: string): boolean {
  return (
    state === 'here' &&
    kindOf(path) !== null &&
    pathBeside('', folder, path) !== null
  );
}

/** Where a file is. What an unknown kernel says of it is shown as it is. */
function stateWords(state: string, trans: TranslationBundle): string {
  switch (state) {
    case 'here':
      return trans.__('here');
    case 'next cell':
      return trans.__('comes with the next cell');
    case 'on demand':
      return trans.__('on demand');
    case 'kept yours':
      return trans.__('kept yours');
    case 'failed':
    case 'left':
      return trans.__('not brought');
    default:
      return state;
  }
}

function CardFile(props: {
  readonly file: ICardFile;
  readonly onGet?: ((path: string) => void) | null;
  readonly onOpen: ((path: string) => void) | null;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { file, onGet, onOpen, trans } = props;
  const { path, size, state, reason } = file;
  const words = stateWords(state, trans);
  const facts = [
    size === null ? '' : formatSize(size),
    reason === '' ? words : trans.__('%1: %2', words, reason)
  ];
  return (
    <>
      {onOpen ? (
        <button
          type="button"
          className="jp-Offload-linkButton"
          title={trans.__('Open %1', path)}
          onClick={() => onOpen(path)}
        >
          <code>{path}</code>
        </button>
      ) : (
        <code>{path}</code>
      )}
      <span className="jp-Offload-quiet">
        {facts.filter(Boolean).join(', ')}
      </span>
      {onGet && (
        <button
          type="button"
          className="jp-Offload-linkButton"
          aria-label={trans.__('Get %1', path)}
          onClick={() => onGet(path)}
        >
          {trans.__('Get')}
        </button>
      )}
    </>
  );
}
