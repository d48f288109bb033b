import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { IJobSort } from '../jobs/interfaces';
import type { IChoice, StatusChoice, Whose } from './model';

/** What is looked for, and in which order. */
export function Filters(props: {
  readonly choice: IChoice;
  /** Whose jobs may be chosen, with words; none where all are one's own. */
  readonly whose: ReadonlyArray<readonly [Whose, string]>;
  readonly hasNotebook: boolean;
  readonly onChange: (choice: IChoice) => void;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { choice, whose, hasNotebook, onChange, trans } = props;
  const change = (changed: Partial<IChoice>) =>
    onChange({ ...choice, ...changed });
  return (
    <div
      className="jp-Offload-filters"
      role="search"
      aria-label={trans.__('Filter the jobs')}
    >
      <input
        type="search"
        className="jp-Offload-input"
        placeholder={trans.__('Search jobs')}
        aria-label={trans.__('Search jobs')}
        value={choice.text}
        onChange={event => change({ text: event.target.value })}
      />
      <div className="jp-Offload-choices">
        <Select
          label={trans.__('Status')}
          value={choice.status}
          options={statuses(trans)}
          onChange={status => change({ status })}
        />
        <Select
          label={trans.__('Order')}
          value={orderOf(choice.sort)}
          options={orders(trans)}
          onChange={order => change({ sort: sortOf(order) })}
        />
        {whose.length > 0 && (
          <Select
            label={trans.__('Whose')}
            value={choice.whose}
            options={whose}
            onChange={value => change({ whose: value })}
          />
        )}
      </div>
      {hasNotebook && (
        <label className="jp-Offload-check">
          <input
            type="checkbox"
            checked={choice.thisNotebook}
            onChange={event => change({ thisNotebook: event.target.checked })}
          />
          {trans.__('This notebook only')}
        </label>
      )}
    </div>
  );
}

function Select<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: ReadonlyArray<readonly [T, string]>;
  readonly onChange: (value: T) => void;
}): React.ReactElement {
  const { label, value, options, onChange } = props;
  return (
    <select
      className="jp-Offload-select"
      aria-label={label}
      title={label}
      value={value}
      onChange={event => {
        const found = options.find(([one]) => one === event.target.value);
        if (found) {
          onChange(found[0]);
        }
      }}
    >
      {options.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </select>
  );
}

type Order = `${IJobSort['by']} ${'down' | 'up'}`;

function orderOf(sort: IJobSort): Order {
  return `${sort.by} ${sort.descending ? 'down' : 'up'}`;
}

function sortOf(order: Order): IJobSort {
  const [by, direction] = order.split(' ');
  return { by: by as IJobSort['by'], descending: direction === 'down' };
}

function statuses(
  trans: TranslationBundle
): ReadonlyArray<readonly [StatusChoice, string]> {
  return [
    ['all', trans.__('Any status')],
    ['active', trans.__('Active')],
    ['done', trans.__('Done')],
    ['failed', trans.__('Failed')],
    ['stopped', trans.__('Stopped')]
  ];
}

function orders(
  trans: TranslationBundle
): ReadonlyArray<readonly [Order, string]> {
  return [
    ['created down', trans.__('Newest first')],
    ['created up', trans.__('Oldest first')],
    ['name up', trans.__('By name')],
    ['type up', trans.__('By instance type')],
    ['elapsed down', trans.__('Longest first')],
    ['cost down', trans.__('Dearest first')]
  ];
}
