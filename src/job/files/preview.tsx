import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useState } from 'react';
import { Picture } from '../../components/remote/picture';
import type { IArtifact, IJob, IProblem } from '../../jobs/interfaces';
import { readCsv } from './csv';
import { kindOf } from './kind';
import { fileWords } from './words';

/** As much of a text as somebody looks at, and of a picture as is drawn. */
const MOST = { text: 200_000, table: 200_000, picture: 8_388_608 } as const;

type State =
  | { readonly state: 'reading' }
  | { readonly state: 'failed'; readonly problem: IProblem }
  | { readonly state: 'here'; readonly bytes: Uint8Array<ArrayBuffer> };

/** A file's beginning: a picture, a table or text, whatever is in it. */
export function Preview(props: {
  readonly job: IJob;
  readonly file: IArtifact;
  readonly onClose: () => void;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, file, onClose, trans } = props;
  const [state, setState] = useState<State>({ state: 'reading' });
  const kind = kindOf(file.path);
  const most = MOST[kind?.kind ?? 'text'];
  useEffect(() => {
    let gone = false;
    job.artifacts.read(file, { most }).then(
      bytes => !gone && setState({ state: 'here', bytes }),
      (problem: IProblem) => !gone && setState({ state: 'failed', problem })
    );
    return () => {
      gone = true;
    };
  }, [job, file, most]);
  return (
    <section
      className="jp-Offload-preview"
      aria-label={trans.__('Preview of %1', file.path)}
    >
      <header>
        <strong>{file.path}</strong>
        {file.size > most && (
          <span className="jp-Offload-quiet">
            {trans.__('only its beginning is shown')}
          </span>
        )}
        <button type="button" className="jp-Offload-button" onClick={onClose}>
          {trans.__('Close')}
        </button>
      </header>
      <div className="jp-Offload-scroll" tabIndex={0}>
        {state.state === 'reading' ? (
          <p role="status">{trans.__('Reading …')}</p>
        ) : state.state === 'failed' ? (
          <p role="status">{fileWords(state.problem, trans)}</p>
        ) : (
          <Content file={file} bytes={state.bytes} trans={trans} />
        )}
      </div>
    </section>
  );
}

function Content(props: {
  readonly file: IArtifact;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { file, bytes, trans } = props;
  const kind = kindOf(file.path);
  const picture = React.useMemo(
    () =>
      kind?.kind === 'picture'
        ? {
            type: kind.type,
            // An SVG is text: it goes where no script of it can run.
            content: kind.type.endsWith('xml')
              ? new TextDecoder().decode(bytes)
              : bytes
          }
        : null,
    [file, bytes]
  );
  if (picture) {
    return (
      <Picture picture={picture} alt={trans.__('Picture %1', file.path)} />
    );
  }
  const text = new TextDecoder().decode(bytes);
  if (kind?.kind !== 'table') {
    return <pre className="jp-Offload-text">{text}</pre>;
  }
  const [head, ...rows] = readCsv(text);
  return (
    <table className="jp-Offload-table">
      <thead>
        <tr>
          {head?.map((value, index) => (
            <th key={index} scope="col">
              {value}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((value, column) => (
              <td key={column}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
