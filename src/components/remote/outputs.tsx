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
  if (typeof data['text/html'] === 'string') {
    return <SafeTable html={data['text/html']} />;
  }
  const text = data['text/plain'];
  return typeof text === 'string' ? (
    <pre className="jp-Offload-text">
      {text.slice(0, MAX_TEXT).split('\n').map(plain).join('\n')}
    </pre>
  ) : null;
});
