import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useRef } from 'react';
import { useHeight, useSignal } from '../../components/hooks';
import { problemWords } from '../../components/problemWords';
import type { IJob, ILogTail } from '../../jobs/interfaces';
import { LogLines } from './logLines';
import { LogTools } from './logTools';
import { firstInReach } from './reach';
import { logBlob, saveBlob } from './save';
import { TooLarge } from './tooLarge';
import { useScroll } from './useScroll';
import { useSearch } from './useSearch';

/** Of a line, in px, until one has been measured. */
const USUAL_HEIGHT = 18;

/** A job's whole log: follow, search, copy, download. */
export function LogPanel(props: {
  readonly job: IJob;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { job, trans } = props;
  const { log } = job;
  useSignal(log.added);
  useSignal(log.stateChanged);
  const scroller = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLDivElement>(null);
  const height = useHeight(probe, USUAL_HEIGHT);
  const { length } = log;
  const first = firstInReach(log.first, length, height, devicePixelRatio);
  const { follows, setFollows, goTo, onScroll } = useScroll(
    scroller,
    first,
    length,
    height
  );
  const search = useSearch(log, first, goTo);

  return (
    <div className="jp-Offload-log">
      <LogTools
        search={search}
        follows={follows}
        onFollow={() => setFollows(!follows)}
        onCopy={() => void copy(log, trans)}
        onSave={() => saveBlob(logBlob(log), `${job.id.name}.log`)}
        count={length}
        whole={log.first === 0}
        trans={trans}
      />
      {first > 0 && <TooLarge job={job} gone={first} trans={trans} />}
      {log.problem && (
        <p className="jp-Offload-freshness" role="status">
          {problemWords(log.problem, trans)}
        </p>
      )}
      <div
        ref={scroller}
        className="jp-Offload-logScroller"
        role="log"
        aria-live="off"
        aria-label={trans.__('Log of the job')}
        tabIndex={0}
        onScroll={onScroll}
      >
        <div
          ref={probe}
          className="jp-Offload-probe jp-Offload-lineProbe"
          aria-hidden="true"
        >
          &nbsp;
        </div>
        {length === 0 ? (
          <p className="jp-Offload-logEmpty">{emptyWords(log, trans)}</p>
        ) : (
          <LogLines
            log={log}
            first={first}
            scroller={scroller}
            height={height}
            found={search.found}
            current={search.line}
          />
        )}
      </div>
    </div>
  );
}

async function copy(log: ILogTail, trans: TranslationBundle): Promise<void> {
  Clipboard.copyToSystem(await logBlob(log).text());
  const lines = log.length - log.first;
  Notification.info(trans._n('Copied: %1 line', 'Copied: %1 lines', lines), {
    autoClose: 4000
  });
}

function emptyWords(log: ILogTail, trans: TranslationBundle): string {
  return log.state === 'ended'
    ? trans.__('The job has written nothing.')
    : trans.__('The job has written nothing yet.');
}
