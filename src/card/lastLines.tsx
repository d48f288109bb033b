import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { StyledLine } from '../components/styledLine';

/** As many as show that something goes on, without pushing the cell away. */
const LINES = 8;

/** A line with its place among all. */
export interface IPlacedLine {
  readonly text: string;
  /** From 0. */
  readonly number: number;
}

/** The last of these lines, and how many are before them. */
export function LastLines(props: {
  readonly lines: readonly IPlacedLine[];
  /** Whether the first of them is the first of all. */
  readonly isCounted?: boolean;
  /** Shows all of them; null where nothing can. */
  readonly onOpen: (() => void) | null;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { isCounted = true, onOpen, trans } = props;
  const lines = props.lines.slice(-LINES);
  if (lines.length === 0) {
    return null;
  }
  const before = lines[0].number;
  return (
    <div className="jp-Offload-logEnd">
      {(before > 0 || !isCounted) && onOpen && (
        <button
          type="button"
          className="jp-Offload-linkButton"
          onClick={onOpen}
        >
          {isCounted
            ? trans._n('%1 line before', '%1 lines before', before)
            : trans.__('Lines before')}
        </button>
      )}
      <div
        className="jp-Offload-logScroll"
        role="log"
        aria-live="off"
        aria-label={trans.__('Last lines of the log')}
        tabIndex={0}
      >
        <pre className="jp-Offload-text">
          {lines.map(line => (
            <React.Fragment key={line.number}>
              <StyledLine text={line.text} />
              {'\n'}
            </React.Fragment>
          ))}
        </pre>
      </div>
    </div>
  );
}
