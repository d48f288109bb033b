import '../../style/submit.css';
import { Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { SubmitBody } from './body';
import type { SubmitForm } from './form';
import { tabStops } from './tabStops';

/** Show the form. Resolves with whether to offload with what it says. */
export async function askToSubmit(
  form: SubmitForm,
  trans: TranslationBundle
): Promise<boolean> {
  void form.ask();
  const dialog = new SubmitDialog(form, trans);
  const { button } = await dialog.launch();
  return button.accept;
}

/**
 * A dialog whose button says where the job goes, which may be known only while
 * it is open, and which stays open while a limit cannot be read.
 */
class SubmitDialog extends Dialog<unknown> {
  constructor(form: SubmitForm, trans: TranslationBundle) {
    super({
      title:
        form.cells === 1
          ? trans.__('Offload This Cell')
          : trans._n(
              'Offload %1 Cell as One Job',
              'Offload %1 Cells as One Job',
              form.cells
            ),
      body: new SubmitBody(form, trans),
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.okButton({ label: trans.__('Offload') })
      ],
      defaultButton: 1,
      hasClose: true
    });
    this.addClass('jp-Offload-dialog');
    this._form = form;
    const buttons = this.node.querySelector('.jp-Dialog-footerButtons');
    const label = buttons?.querySelector(
      '.jp-mod-accept .jp-Dialog-buttonLabel'
    );
    const warning = document.createElement('p');
    warning.className = 'jp-Offload-unfit';
    warning.setAttribute('role', 'status');
    buttons?.before(warning);
    const say = () => {
      if (label) {
        label.textContent = buttonText(form, trans);
      }
      warning.textContent = warningText(form, trans);
    };
    form.changed.connect(say);
    say();
  }

  override handleEvent(event: Event): void {
    // Enter in the search takes the first type it found. Elsewhere it offloads.
    if (
      event.type === 'keydown' &&
      (event as KeyboardEvent).key === 'Enter' &&
      (event.target as Element).matches('.jp-Offload-search')
    ) {
      event.preventDefault();
      event.stopPropagation();
      this._form.chooseFirst();
      return;
    }
    if (event.type === 'keydown' && (event as KeyboardEvent).key === 'Tab') {
      this._wrap(event as KeyboardEvent);
      return;
    }
    super.handleEvent(event);
  }

  override resolve(index?: number): void {
    // Enter comes without the index of a button.
    if ((index ?? 1) === 1 && this._focusInvalid()) {
      return;
    }
    super.resolve(index);
  }

  /**
   * From the last tab stop to the first, and back. JupyterLab's dialog looks for
   * the first when it is attached: then React has rendered neither head nor body.
   */
  private _wrap(event: KeyboardEvent): void {
    const stops = tabStops(this.node);
    const [from, to] = event.shiftKey
      ? [stops[0], stops[stops.length - 1]]
      : [stops[stops.length - 1], stops[0]];
    if (document.activeElement === from) {
      event.preventDefault();
      event.stopPropagation();
      to.focus();
    }
  }

  private _focusInvalid(): boolean {
    const field = this.node.querySelector<HTMLElement>(
      'input[aria-invalid="true"]'
    );
    field?.focus();
    return field !== null;
  }

  private readonly _form: SubmitForm;
}

/** What to know before the button is pressed: the kernel would send nothing. */
export function warningText(
  { phase, plan }: Pick<SubmitForm, 'phase' | 'plan'>,
  trans: TranslationBundle
): string {
  return phase === 'ready' && plan && !plan.sendable
    ? trans.__('As it stands it cannot be sent: the form says why.')
    : '';
}

/** The button's words: an account that pays, or may, is told of in them. */
export function buttonText(
  form: Pick<SubmitForm, 'backend' | 'mayCost'>,
  trans: TranslationBundle
): string {
  const { backend, mayCost } = form;
  if (!backend && mayCost) {
    return trans.__('Offload, may cost money');
  }
  if (!backend?.paid) {
    return trans.__('Offload');
  }
  return trans.__(
    'Offload to account %1, %2',
    backend.account ?? trans.__('unknown'),
    backend.region
  );
}
