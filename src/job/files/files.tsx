import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useCallback, useEffect, useState } from 'react';
import { formatSize, formatTime } from '../../components/format';
import type {
  IArtifact,
  IArtifactList,
  IJob,
  IProblem
} from '../../jobs/interfaces';
import { isTerminal } from '../../jobs/snapshot';
import { saveBlob } from '../log/save';
import { kindOf } from './kind';
import { Preview } from './preview';
import { fileWords } from './words';

type Listing =
  | { readonly state: 'asking' }
  | { readonly state: 'failed'; readonly problem: IProblem }
  | { readonly state: 'here'; readonly list: IArtifactList };

/** More rows would only be slow; a prefix of them is sorted by path. */
const MAX_SHOWN = 1000;

/** The files that the job has made: look at them, download them. */
export function Files(props: {
  readonly job: IJob;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, trans } = props;
  const [listing, setListing] = useState<Listing>({ state: 'asking' });
  const [shown, setShown] = useState<IArtifact | null>(null);
  const { checkpoints, output, source, status } = job.snapshot;
  const ended = isTerminal(status);

  const ask = useCallback(() => {
    let gone = false;
    job.artifacts.list().then(
      list => !gone && setListing({ state: 'here', list }),
      (problem: IProblem) => !gone && setListing({ state: 'failed', problem })
    );
    return () => {
      gone = true;
    };
  }, [job]);
  // The end of a job is when its results are uploaded.
  useEffect(ask, [ask, ended, checkpoints, output]);

  if (
    listing.state === 'asking' ||
    (source !== 'full' && !job.health.problem)
  ) {
    return <p role="status">{trans.__('Looking for files …')}</p>;
  }
  const failed = (problem: IProblem) => (
    <p role="status">
      {fileWords(
        problem,
        trans,
        trans.__('The bucket of these files is not there any more.')
      )}{' '}
      <button
        type="button"
        className="jp-Offload-linkButton"
        onClick={() => {
          void job.refresh();
          ask();
        }}
      >
        {trans.__('Try again')}
      </button>
    </p>
  );
  if (listing.state === 'failed') {
    return failed(listing.problem);
  }
  // Where its files are is told by the job: nothing is known before.
  if (source !== 'full' && job.health.problem) {
    return failed(job.health.problem);
  }
  const { files, complete } = listing.list;
  if (files.length === 0) {
    return (
      <p role="status">
        {ended
          ? trans.__('The job has left no files.')
          : trans.__('No files yet. Results are uploaded at the end.')}
      </p>
    );
  }
  return (
    <div className="jp-Offload-files">
      <div className="jp-Offload-scroll" tabIndex={0}>
        <table className="jp-Offload-table">
          <thead>
            <tr>
              <th scope="col">{trans.__('File')}</th>
              <th scope="col">{trans.__('Size')}</th>
              <th scope="col">{trans.__('Changed')}</th>
              <th scope="col">{trans.__('Actions')}</th>
            </tr>
          </thead>
          <tbody>
            {files.slice(0, MAX_SHOWN).map(file => (
              <FileRow
                key={file.key}
                job={job}
                file={file}
                selected={file === shown}
                onShow={() => setShown(file)}
                onChanged={ask}
                trans={trans}
              />
            ))}
          </tbody>
        </table>
        {(!complete || files.length > MAX_SHOWN) && (
          <p>{trans.__('There are more files than are shown here.')}</p>
        )}
      </div>
      {shown && (
        <Preview
          key={shown.key}
          job={job}
          file={shown}
          onClose={() => setShown(null)}
          trans={trans}
        />
      )}
    </div>
  );
}

function FileRow(props: {
  readonly job: IJob;
  readonly file: IArtifact;
  readonly selected: boolean;
  readonly onShow: () => void;
  /** The file is not the one that was listed. */
  readonly onChanged: () => void;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, file, selected, onShow, onChanged, trans } = props;
  const { path, root, size, modified } = file;
  const [state, setState] = useState('');
  const download = async () => {
    setState(trans.__('0 %'));
    try {
      const blob = await job.artifacts.download(file, bytes =>
        setState(
          trans.__('%1 %', Math.round((bytes / Math.max(1, size)) * 100))
        )
      );
      saveBlob(blob, path.split('/').pop() ?? path);
      setState('');
    } catch (error) {
      const problem = error as IProblem;
      setState(fileWords(problem, trans));
      if (problem.kind === 'changed') {
        onChanged();
      }
    }
  };
  return (
    <tr className={selected ? 'jp-mod-selected' : ''}>
      <td title={`${root}/${path}`}>
        {path}
        {root === 'checkpoints' && (
          <span className="jp-Offload-quiet"> {trans.__('(checkpoint)')}</span>
        )}
      </td>
      <td className="jp-Offload-number">{formatSize(size)}</td>
      <td className="jp-Offload-number">
        {modified === null ? '' : formatTime(modified, Date.now())}
      </td>
      <td className="jp-Offload-fileActions">
        {kindOf(path) && (
          <button
            type="button"
            className="jp-Offload-linkButton"
            aria-label={trans.__('Show %1', path)}
            onClick={onShow}
          >
            {trans.__('Show')}
          </button>
        )}
        <button
          type="button"
          className="jp-Offload-linkButton"
          aria-label={trans.__('Download %1', path)}
          onClick={() => void download()}
        >
          {trans.__('Download')}
        </button>
        <span role="status">{state}</span>
      </td>
    </tr>
  );
}
