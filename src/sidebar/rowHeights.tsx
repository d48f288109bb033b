import React, { useRef } from 'react';
import { useHeight } from '../components/hooks';

/** In px, until they have been measured. */
const USUAL_ROW = 68;
const USUAL_HEADING = 28;

/** How high the list's rows are in the fonts of the theme, in px. */
export interface IRowHeights {
  readonly row: number;
  readonly heading: number;
  /** One of each; to be shown where the rows are, for that they are measured. */
  readonly probes: React.ReactElement;
}

/** Measures a row and a heading, anew whenever the fonts change. */
export function useRowHeights(): IRowHeights {
  const row = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLDivElement>(null);
  return {
    row: useHeight(row, USUAL_ROW),
    heading: useHeight(heading, USUAL_HEADING),
    probes: (
      <div className="jp-Offload-probe" aria-hidden="true">
        <div ref={row} className="jp-Offload-rowProbe">
          <span className="jp-Offload-rowLine">&nbsp;</span>
          <span className="jp-Offload-rowName">&nbsp;</span>
          <span className="jp-Offload-rowAbout">&nbsp;</span>
        </div>
        <div ref={heading} className="jp-Offload-jobHeading">
          &nbsp;
        </div>
      </div>
    )
  };
}
