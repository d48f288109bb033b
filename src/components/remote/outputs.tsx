import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Bundle } from '../../jobs/interfaces';
import { plain } from '../ansi';
import type { IRemoteOutput } from './fold';
import { Picture, pictureIn } from './picture';
import { SafeTable } from './safeTable';

const MAX_TEXT = 100_000;

/** What a job shows while it is not verified: pictures, tables and text. */
export function RemoteOutputs(props: {
  readonly outputs: readonly IRemoteOutput[];
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  if (props.outputs.length === 0) {
    return null;
  }
  return (
    <div className="jp-Offload-remoteOutputs">
      {props.outputs.map((output, index) => (
        <RemoteOutput key={index} data={output.data} trans={props.trans} />
      ))}
    </div>
  );
}

const RemoteOutput = React.memo(function RemoteOutput(props: {
  readonly data: Bundle;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { data, trans } = props;
  // A picture is decoded once, not at each tick of the clock.
  const picture = React.useMemo(() => pictureIn(data), [data]);
  if (picture) {
    return <Picture picture={picture} alt={trans.__('Picture from the job')} />;
  }
  const words = textIn(data);
  const text =
    words === null ? null : (
      <pre className="jp-Offload-text">
        {words.slice(0, MAX_TEXT).split('\n').map(plain).join('\n')}
      </pre>
    );
  return typeof data['text/html'] === 'string' ? (
    <SafeTable
      html={data['text/html']}
      empty={
        <>
          <p className="jp-Offload-quiet">
            {trans.__(
              'Interactive: a card does not run it. The job’s `outputs` have it.'
            )}
          </p>
          {text}
        </>
      }
    />
  ) : (
    text
  );
});

/** The best of the forms that are text: Markdown's source says more than a name. */
function textIn(data: Bundle): string | null {
  for (const type of ['text/markdown', 'text/latex', 'text/plain']) {
    const text = data[type];
    if (typeof text === 'string') {
      return text;
    }
  }
  return null;
}
