import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import React from 'react';
import { Guard } from '../components/guard';
import type { SubmitForm } from './form';
import { Lines } from './lines';
import { Limits } from './limits';
import { PlanView } from './planView';
import { TypeTable } from './typeTable';

/** The body of the dialog: the form, and the line that it writes. */
export class SubmitBody extends ReactWidget {
  constructor(
    private _form: SubmitForm,
    private _trans: TranslationBundle
  ) {
    super();
    this.addClass('jp-Offload-submit');
  }

  protected override render(): React.ReactElement {
    return (
      <Guard trans={this._trans}>
        <UseSignal signal={this._form.changed} initialSender={this._form}>
          {() => <Form form={this._form} trans={this._trans} />}
        </UseSignal>
      </Guard>
    );
  }
}

function Form(props: {
  form: SubmitForm;
  trans: TranslationBundle;
}): JSX.Element {
  const { form, trans } = props;
  return (
    <>
      <p className="jp-Offload-where">{whereText(form, trans)}</p>
      <input
        type="search"
        className="jp-mod-styled jp-Offload-search"
        aria-label={trans.__('Search the instance types')}
        placeholder={trans.__('Search the types: g5, 64 gib, gpu')}
        value={form.search}
        onChange={event => form.setSearch(event.target.value)}
      />
      <TypeTable form={form} trans={trans} />
      <Limits form={form} trans={trans} />
      <PlanView form={form} trans={trans} />
      <Lines form={form} trans={trans} />
    </>
  );
}

/** Where it would run: nobody starts a paid job unaware. */
function whereText(form: SubmitForm, trans: TranslationBundle): string {
  const { backend } = form;
  if (!backend) {
    return form.mayCost
      ? trans.__(
          'The kernel decides where it runs, and has not said yet: it may cost money.'
        )
      : ' ';
  }
  if (!backend.paid) {
    return trans.__(
      'Backend %1: this machine. It costs nothing.',
      backend.name
    );
  }
  return trans.__(
    'Backend %1: AWS account %2, region %3. This costs money.',
    backend.name,
    backend.account ?? trans.__('unknown'),
    backend.region
  );
}
