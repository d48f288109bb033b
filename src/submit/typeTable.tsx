import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useRef } from 'react';
import type { SubmitForm } from './form';
import type { ITypeRow } from './types';
import { isSameType } from './types';
import { formatPrice } from './units';

export interface ITypeTableProps {
  readonly form: SubmitForm;
  readonly trans: TranslationBundle;
}

/** The instance types as radio buttons: arrow keys go through them. */
export function TypeTable({ form, trans }: ITypeTableProps): JSX.Element {
  const rows = form.types;
  return (
    <div className="jp-Offload-types">
      <table aria-label={trans.__('Instance types')}>
        <thead>
          <tr>
            <th scope="col">{trans.__('Type')}</th>
            <th scope="col">{trans.__('vCPU')}</th>
            <th scope="col">{trans.__('Memory')}</th>
            <th scope="col">{trans.__('GPU')}</th>
            <th scope="col">{trans.__('$ per hour')}</th>
          </tr>
        </thead>
        <tbody>
          {form.search.trim() === '' && <Chosen form={form} trans={trans} />}
          {rows.map(row => (
            <Row key={row.name} row={row} form={form} trans={trans} />
          ))}
        </tbody>
      </table>
      <None form={form} trans={trans} />
    </div>
  );
}

/** Why there are no types, or none but those that were named before. */
function None({ form, trans }: ITypeTableProps): JSX.Element | null {
  const { plan } = form;
  const listed = plan !== null && plan.types.length > 0;
  if (form.types.length > 0 && (listed || plan === null)) {
    return null;
  }
  return (
    <p className="jp-Offload-none">
      {plan === null
        ? trans.__('The types come with the kernel’s answer.')
        : listed
          ? trans.__('No type matches the search.')
          : trans.__('The types are not known; why stands below.')}
    </p>
  );
}

/** The row without a type: the magic chooses one. */
function Chosen({ form, trans }: ITypeTableProps): JSX.Element {
  const instance = form.type === null ? form.plan?.instance : null;
  const label = form.needs
    ? trans.__('What fits %1', form.needs)
    : trans.__('The default');
  return (
    <tr className={form.type === null ? 'jp-mod-selected' : ''}>
      <td colSpan={5}>
        <Choice
          checked={form.type === null}
          onChoose={() => form.setType(null)}
          label={instance ? `${label}: ${instance}` : label}
        />
      </td>
    </tr>
  );
}

function Row(props: ITypeTableProps & { row: ITypeRow }): JSX.Element {
  const { row, form, trans } = props;
  const checked = form.type !== null && isSameType(form.type, row.name);
  const unknown = (
    <span title={trans.__('Not known')} aria-label={trans.__('not known')}>
      –
    </span>
  );
  return (
    <tr
      className={[
        checked ? 'jp-mod-selected' : '',
        row.fits ? '' : 'jp-mod-unfit'
      ].join(' ')}
      onClick={() => form.setType(row.name)}
    >
      <td>
        <Choice
          checked={checked}
          onChoose={() => form.setType(row.name)}
          label={row.name}
        />
        <Marks row={row} trans={trans} />
      </td>
      <td>{row.cpu ?? unknown}</td>
      <td>
        {row.memory_gib === null ? unknown : trans.__('%1 GiB', row.memory_gib)}
      </td>
      <td>{row.gpus > 0 ? `${row.gpus} × ${row.gpu}` : ''}</td>
      <td>{row.per_hour === null ? unknown : formatPrice(row.per_hour)}</td>
    </tr>
  );
}

function Marks(props: {
  row: ITypeRow;
  trans: TranslationBundle;
}): JSX.Element {
  const { row, trans } = props;
  return (
    <>
      {row.cheapest && (
        <span className="jp-Offload-mark jp-mod-good">
          {trans.__('cheapest that fits')}
        </span>
      )}
      {row.used && (
        <span className="jp-Offload-mark">{trans.__('used before')}</span>
      )}
      {!row.fits && (
        <span
          className="jp-Offload-mark"
          title={trans.__('It may have too little memory for what travels.')}
        >
          {trans.__('may be too small')}
        </span>
      )}
    </>
  );
}

function Choice(props: {
  checked: boolean;
  onChoose: () => void;
  label: string;
}): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  // The last used type stands first, another chosen one may be far below.
  useEffect(() => {
    if (props.checked) {
      input.current?.scrollIntoView?.({ block: 'nearest' });
    }
  }, [props.checked]);
  return (
    <label>
      <input
        ref={input}
        type="radio"
        name="jp-Offload-type"
        checked={props.checked}
        onChange={props.onChoose}
      />
      {props.label}
    </label>
  );
}
