import { Dialog } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { act } from 'react';
import { askToSubmit } from './dialog';
import { SubmitForm } from './form';
import { MagicLine } from './magicLine';
import { NOTHING_REMEMBERED } from './memory';
import { planOf } from './testing';

// React asks for this before it lets `act` wait for its rendering.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const trans = nullTranslator.load('jupyterlab_offload');

describe('the dialog', () => {
  let answer: Promise<boolean>;

  async function open(plan = planOf()): Promise<HTMLElement> {
    const form = new SubmitForm({
      line: MagicLine.parse(''),
      cells: 1,
      givingWay: () => [],
      remembered: NOTHING_REMEMBERED,
      ask: () => Promise.resolve(plan),
      backendOf: () => null,
      mayCost: () => false,
      isBusy: () => false,
      later: () => undefined
    });
    await act(async () => {
      answer = askToSubmit(form, trans);
    });
    await act(async () => {
      await Dialog.tracker.find(() => true)!.ready;
    });
    return document.querySelector<HTMLElement>('.jp-Offload-dialog')!;
  }

  /** Whether the key is left to the browser. */
  function press(key: string, more: KeyboardEventInit = {}): boolean {
    return document.activeElement!.dispatchEvent(
      new KeyboardEvent('keydown', {
        key,
        bubbles: true,
        cancelable: true,
        ...more
      })
    );
  }

  afterEach(async () => {
    await act(async () => {
      document.querySelector<HTMLElement>('.jp-mod-reject')?.click();
      await answer;
    });
  });

  it('has the focus on the button that offloads', async () => {
    const node = await open();
    expect(document.activeElement).toBe(node.querySelector('.jp-mod-accept'));
  });

  it('goes with Tab from its last button to its first element, and back', async () => {
    const node = await open();
    const first = node.querySelector('.jp-Dialog-close-button');
    const last = node.querySelector('.jp-mod-accept');
    expect(press('Tab')).toBe(false);
    expect(document.activeElement).toBe(first);
    expect(press('Tab', { shiftKey: true })).toBe(false);
    expect(document.activeElement).toBe(last);
  });

  it('says beside the button that the kernel would send nothing', async () => {
    const problem = { about: 'lock', message: 'lock cannot travel.' };
    const node = await open(planOf({ sendable: false, problems: [problem] }));
    expect(node.querySelector('.jp-Offload-unfit')!.textContent).toBe(
      'As it stands it cannot be sent: the form says why.'
    );
    expect(node.querySelector<HTMLButtonElement>('.jp-mod-accept')).toEqual(
      expect.objectContaining({ disabled: false })
    );
  });

  it('has no warning where the cell can be sent', async () => {
    const node = await open();
    expect(node.querySelector('.jp-Offload-unfit')!.textContent).toBe('');
  });

  it('leaves Tab to the browser in between', async () => {
    const node = await open();
    for (const part of ['.jp-Offload-search', '.jp-mod-reject']) {
      const stop = node.querySelector<HTMLElement>(part)!;
      stop.focus();
      expect(press('Tab')).toBe(true);
      expect(document.activeElement).toBe(stop);
    }
  });
});
