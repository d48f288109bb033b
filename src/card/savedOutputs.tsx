import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useMemo } from 'react';
import { useSignal } from '../components/hooks';
import { madeAnew } from '../components/remote/safeTable';
import type { IJob } from '../jobs/interfaces';

/** As kernel/display/card.py marks them. */
const OUTPUTS = '.jp-Offload-outputs';
const STREAMS = '.jp-Offload-stream';

/**
 * What a job has shown, as its notebook kept it for front ends without cards.
 *
 * The kernel has written only verified outputs there, but a notebook may be
 * anybody's: its HTML is made anew from words, tables and pictures.
 */
export function SavedOutputs(props: {
  /** The output's own HTML. */
  readonly html: string;
  /** Shows its log itself, if it can still be read; null where it cannot. */
  readonly job: IJob | null;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { html, job, trans } = props;
  useSignal(job?.logEnd.changed ?? null);
  const hasLog = job !== null && job.logEnd.lines.length > 0;
  const content = useMemo(() => {
    // An inert document: nothing in it runs or loads.
    const read = new DOMParser().parseFromString(html, 'text/html');
    const kept = read.querySelector(OUTPUTS);
    if (hasLog) {
      kept?.querySelectorAll(STREAMS).forEach(node => node.remove());
    }
    return kept && madeAnew(kept, trans.__('Picture from the job'));
  }, [html, hasLog, trans]);
  return content === null || content.length === 0 ? null : (
    <div className="jp-Offload-remoteOutputs">
      <div className="jp-RenderedHTMLCommon">{content}</div>
    </div>
  );
}
