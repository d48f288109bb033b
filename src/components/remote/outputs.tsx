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
  /** What is said of an output of which nothing is left without its code. */
  readonly interactive: React.ReactElement;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  if (props.outputs.length === 0) {
    return null;
  }
  return (
    <div className="jp-Offload-remoteOutputs">
      {props.outputs.map((output, index) => (
        <RemoteOutput
          key={index}
          data={output.data}
          interactive={props.interactive}
          trans={props.trans}
        />
      ))}
    </div>
  );
}

const RemoteOutput = React.memo(function RemoteOutput(props: {
  readonly data: Bundle;
  readonly interactive: React.ReactElement;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { data, interactive, trans } = props;
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
  const named = (
    <>
      {interactive}
      {text}
    </>
  );
  if (typeof data['text/html'] === 'string') {
    return <SafeTable html={data['text/html']} empty={named} />;
  }
  return Object.keys(data).some(isCode) ? named : text;
});

/** A widget's kernel ended with the job: a cell could not show it either. */
const WIDGET = 'application/vnd.jupyter.widget-view+json';

/** Whether a renderer with code of its own shows it, such as plotly's or vega's. */
function isCode(type: string): boolean {
  return (
    type === 'application/javascript' ||
    (/^application\/vnd\..+\+json$/.test(type) && type !== WIDGET)
  );
}

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
