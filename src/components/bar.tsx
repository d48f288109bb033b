import React from 'react';

/** How much of something there is, with what it is in words beside it. */
export function Bar(props: {
  /** What is measured; for people who do not see the bar. */
  readonly label: string;
  /** From 0 to 1; null if it is not known. */
  readonly share: number | null;
  /** How it stands, in words. */
  readonly text: string;
  /** Whether it comes near a limit. */
  readonly warning?: boolean;
}): React.ReactElement {
  const { label, share, text, warning } = props;
  const percent =
    share === null
      ? undefined
      : Math.round(Math.min(1, Math.max(0, share)) * 100);
  const state =
    share === null ? ' jp-mod-unknown' : warning ? ' jp-mod-warning' : '';
  return (
    <div className="jp-Offload-bar">
      <span className="jp-Offload-barLabel" title={label}>
        {label}
      </span>
      <span
        className={`jp-Offload-barTrack${state}`}
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={text}
      >
        <span
          className="jp-Offload-barFill"
          style={{ width: `${percent ?? 100}%` }}
        />
      </span>
      <span className="jp-Offload-barText">{text}</span>
    </div>
  );
}
