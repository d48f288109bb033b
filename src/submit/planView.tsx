import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { formatSize } from '../components/format';
import type { IPlan, IPlanInput } from '../generated/plan';
import type { SubmitForm } from './form';
import { OtherVersionError } from './planQuestion';

export interface IPlanViewProps {
  readonly form: SubmitForm;
  readonly trans: TranslationBundle;
}

/** What the kernel says would travel and return, and what stands against it. */
export function PlanView({ form, trans }: IPlanViewProps): JSX.Element {
  const { plan, phase } = form;
  return (
    <div className="jp-Offload-plan" aria-busy={phase !== 'ready'}>
      <p className="jp-Offload-phase" role="status">
        {phaseText(form, trans)}
      </p>
      {plan && (
        <div className={phase === 'ready' ? '' : 'jp-mod-stale'}>
          <Problems plan={plan} />
          {/* Without a size the kernel could not say what the cells use. */}
          {plan.size !== null && (
            <>
              <Inputs plan={plan} trans={trans} />
              <Outputs plan={plan} trans={trans} />
            </>
          )}
        </div>
      )}
    </div>
  );
}

function phaseText(form: SubmitForm, trans: TranslationBundle): string {
  switch (form.phase) {
    case 'asking':
      return trans.__('Asking the kernel what travels…');
    case 'waiting':
      return trans.__(
        'The kernel is busy with a cell. What travels is filled in when that ends; you need not wait for it.'
      );
    case 'failed':
      return trans.__(
        'The kernel could not say what travels: %1',
        failureWords(form.failure, trans)
      );
    case 'ready':
      return '';
  }
}

/** What the kernel says stays in its own language. */
function failureWords(failure: Error | null, trans: TranslationBundle): string {
  return failure instanceof OtherVersionError
    ? trans.__('It runs another version of jupyterlab-offload.')
    : (failure?.message ?? '');
}

function Problems({ plan }: { plan: IPlan }): JSX.Element | null {
  const remarks = plan.problems.length === 0 ? plan.remarks : [];
  if (plan.problems.length + remarks.length === 0) {
    return null;
  }
  return (
    <ul className="jp-Offload-problems">
      {plan.problems.map(problem => (
        <li key={problem.message} className="jp-Offload-problem">
          {problem.message}
        </li>
      ))}
      {remarks.map(remark => (
        <li key={remark}>{remark}</li>
      ))}
    </ul>
  );
}

function Inputs(props: { plan: IPlan; trans: TranslationBundle }): JSX.Element {
  const { plan, trans } = props;
  const refused = refusedNames(plan);
  const none = plan.inputs.length + plan.pending.length + refused.length === 0;
  return (
    <section>
      <h3>
        {trans.__('What travels')} <small>{sizeText(plan, trans)}</small>
      </h3>
      {none ? (
        <p>{trans.__('Only the code: it uses nothing of the kernel.')}</p>
      ) : (
        <div className="jp-Offload-inputs" tabIndex={0}>
          <table aria-label={trans.__('What travels')}>
            <tbody>
              {refused.map(name => (
                <tr key={`refused ${name}`} className="jp-Offload-problem">
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td colSpan={3}>
                    {trans.__('cannot travel: why stands above')}
                  </td>
                </tr>
              ))}
              {plan.inputs
                .filter(input => !isPending(input, plan))
                .map(input => (
                  <Input
                    key={`${input.kind} ${input.names.join(' ')}`}
                    input={input}
                    trans={trans}
                  />
                ))}
              {plan.pending.map(({ name, job, ended }) => (
                <tr key={name}>
                  <th scope="row">
                    <code>{name}</code>
                  </th>
                  <td colSpan={3}>
                    {ended
                      ? trans.__('comes with the next cell, from job %1', job)
                      : trans.__('once job %1 has computed it', job)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Input(props: {
  input: IPlanInput;
  trans: TranslationBundle;
}): JSX.Element {
  const { input, trans } = props;
  const names = input.names.join(', ');
  return (
    <tr>
      <th scope="row" title={names}>
        <code>{names}</code>
      </th>
      <td>{input.type || kindText(input.kind, trans)}</td>
      <td>{input.size === null ? '' : formatSize(input.size)}</td>
      <td title={input.remarks.join('\n')}>{verdict(input, trans)}</td>
    </tr>
  );
}

/** What the cells use and cannot take along. */
function refusedNames(plan: IPlan): string[] {
  return [...new Set(plan.problems.flatMap(({ about }) => about ?? []))];
}

/** Whether a job decides what the value is: its row says so. */
function isPending(input: IPlanInput, plan: IPlan): boolean {
  return input.names.every(name =>
    plan.pending.some(pending => pending.name === name)
  );
}

function kindText(kind: IPlanInput['kind'], trans: TranslationBundle): string {
  switch (kind) {
    case 'value':
      return trans.__('value');
    case 'state':
      return trans.__('random state');
    case 'import':
      return trans.__('import');
    case 'definition':
      return trans.__('definition');
    case 'module':
      return trans.__('module');
    case 'file':
      return trans.__('file');
    case 'channel':
      return trans.__('data in S3');
  }
}

/** How it travels, and whether it is there already; else what to know of it. */
function verdict(input: IPlanInput, trans: TranslationBundle): string {
  if (input.remarks.length > 0) {
    return input.remarks.join(' ');
  }
  if (input.there === true) {
    return trans.__('already there');
  }
  return input.travels === 'pickle' ? trans.__('as pickle') : '';
}

function sizeText(plan: IPlan, trans: TranslationBundle): string {
  if (!plan.size) {
    return '';
  }
  const all = formatSize(plan.size);
  return plan.new_size === null || plan.new_size === plan.size
    ? all
    : trans.__('%1, of which %2 are new', all, formatSize(plan.new_size));
}

function Outputs(props: {
  plan: IPlan;
  trans: TranslationBundle;
}): JSX.Element {
  const { plan, trans } = props;
  const { others } = plan.outputs;
  const refused = refusedNames(plan);
  const names = plan.outputs.names.filter(name => !refused.includes(name));
  return (
    <section>
      <h3>{trans.__('What comes back')}</h3>
      <p className="jp-Offload-outputs">
        {names.map(name => (
          <code key={name}>{name}</code>
        ))}
        {others && trans.__('and what else the code binds')}
        {names.length === 0 && !others && trans.__('What the cell prints.')}
      </p>
    </section>
  );
}
