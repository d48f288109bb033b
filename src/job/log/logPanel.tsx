import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { useSignal } from '../../components/hooks';
import { problemWords } from '../../components/problemWords';
import type { IJob, ILogTail } from '../../jobs/interfaces';
import { LogLines } from './logLines';
import { LogTools } from './logTools';
import { logBlob, saveBlob } from './save';
import { TooLarge } from './tooLarge';
import { useSearch } from './useSearch';
import { useStay } from './useStay';

/** In px; the same in the style sheet. */
export const LINE_HEIGHT = 18;

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
  const [follows, setFollows] = useState(true);
  const { first, length } = log;

  const goTo = useCallback(
    (line: number) => {
      const element = scroller.current;
      if (element) {
        setFollows(false);
        const top = (line - log.first) * LINE_HEIGHT;
        element.scrollTop = top - element.clientHeight / 2;
      }
    },
    [log]
  );
  const search = useSearch(log, goTo);

  useLayoutEffect(() => {
    if (follows && scroller.current) {
      scroller.current.scrollTop = scroller.current.scrollHeight;
    }
  }, [follows, length]);
  useStay(scroller, first, follows, LINE_HEIGHT);
  const onScroll = () => {
    const element = scroller.current!;
    const below =
      element.scrollHeight - element.scrollTop - element.clientHeight;
    setFollows(below < LINE_HEIGHT * 2);
  };

  return (
    <div className="jp-Offload-log">
      <LogTools
        search={search}
        follows={follows}
        onFollow={() => setFollows(!follows)}
        onCopy={() => void copy(log)}
        onSave={() => saveBlob(logBlob(log), `${job.id.name}.log`)}
        count={length}
        whole={first === 0}
        trans={trans}
      />
      {log.problem && (
        <p className="jp-Offload-freshness" role="status">
          {problemWords(log.problem, trans)}
        </p>
      )}
      {first > 0 && <TooLarge job={job} gone={first} trans={trans} />}
      <div
        ref={scroller}
        className="jp-Offload-logScroller"
        role="log"
        aria-live="off"
        aria-label={trans.__('Log of the job')}
        tabIndex={0}
        onScroll={onScroll}
      >
        {length === 0 ? (
          <p className="jp-Offload-logEmpty">{emptyWords(log, trans)}</p>
        ) : (
          <LogLines
            log={log}
            scroller={scroller}
            height={LINE_HEIGHT}
            found={search.found}
            current={search.line}
          />
        )}
      </div>
    </div>
  );
}

async function copy(log: ILogTail): Promise<void> {
  Clipboard.copyToSystem(await logBlob(log).text());
}

function emptyWords(log: ILogTail, trans: TranslationBundle): string {
  return log.state === 'ended'
    ? trans.__('The job has written nothing.')
    : trans.__('The job has written nothing yet.');
}
