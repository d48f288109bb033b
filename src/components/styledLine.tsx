import React from 'react';
import { styled } from './ansi';

/** A longer line is cut in sight; a copy or a download has all of it. */
const MAX_SHOWN = 4000;

/** A line of a log in its colours, and nothing in it is markup. */
export function StyledLine(props: {
  readonly text: string;
}): React.ReactElement {
  const { text } = props;
  const cut = text.length > MAX_SHOWN;
  // What was written last over the line stands at its end.
  const shown = cut && !text.includes('\r') ? text.slice(0, MAX_SHOWN) : text;
  return (
    <>
      {styled(shown.slice(-MAX_SHOWN)).map(({ text: piece, look }, index) =>
        look === '' ? (
          piece
        ) : (
          <span key={index} className={look}>
            {piece}
          </span>
        )
      )}
      {cut && '…'}
    </>
  );
}
