import React from 'react';

export type Row = readonly [term: string, value: string | null];

/** Terms and what they are; nothing at all where nothing is known. */
export function Table(props: {
  readonly title: string;
  readonly rows: readonly Row[];
}): React.ReactElement | null {
  const rows = props.rows.filter(([, value]) => value !== null && value !== '');
  return rows.length === 0 ? null : (
    <section>
      <h3>{props.title}</h3>
      <dl>
        {rows.map(([term, value], index) => (
          <React.Fragment key={index}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
    </section>
  );
}
