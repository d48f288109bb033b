import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { act } from 'react';
import type { IPlan } from '../generated/plan';
import { SubmitBody } from './body';
import { buttonText } from './dialog';
import { SubmitForm } from './form';
import { MagicLine } from './magicLine';
import { OtherVersionError } from './planQuestion';
import { planOf } from './testing';

// React asks for this before it lets `act` wait for its rendering.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const trans = nullTranslator.load('jupyterlab_offload');

const paid = {
  name: 'team',
  region: 'eu-west-1',
  account: '123456789012',
  paid: true
};

const free = { ...paid, name: 'local', paid: false };

describe('SubmitBody', () => {
  let served: typeof paid | null = null;
  let body: SubmitBody;
  let form: SubmitForm;

  async function show(
    plan: IPlan | Error,
    line = '',
    busy = false,
    cells = 1,
    givingWay: readonly number[] = []
  ): Promise<HTMLElement> {
    form = new SubmitForm({
      line: MagicLine.parse(line),
      cells,
      givingWay: () => givingWay,
      remembered: { types: ['ml.m5.large'], maxCost: '', maxRuntime: '' },
      ask: () =>
        plan instanceof Error ? Promise.reject(plan) : Promise.resolve(plan),
      // As the server would: asked for no name, it says its own active one.
      backendOf: name => (name === null ? free : served),
      mayCost: () => served !== null,
      isBusy: () => busy,
      later: () => undefined
    });
    body = new SubmitBody(form, trans);
    await act(async () => {
      Widget.attach(body, document.body);
      await body.renderPromise;
    });
    return body.node;
  }

  const text = (node: HTMLElement, part: string) =>
    node.querySelector(`.jp-Offload-${part}`)?.textContent;

  afterEach(() => {
    served = null;
    act(() => body.dispose());
    form.dispose();
  });

  it('shows what travels, what comes back, and the line', async () => {
    const node = await show(
      planOf({
        size: 2_500_000,
        new_size: 500_000,
        inputs: [
          {
            names: ['frame'],
            kind: 'value',
            type: 'DataFrame',
            travels: 'frame',
            size: 2_500_000,
            there: true,
            remarks: []
          },
          {
            names: ['weights'],
            kind: 'value',
            type: 'ndarray',
            travels: 'npy',
            size: 77,
            there: true,
            remarks: []
          }
        ],
        pending: [
          { name: 'model', job: 'cell-1', ended: false },
          { name: 'weights', job: 'cell-1', ended: false },
          { name: 'scaler', job: 'cell-0', ended: true }
        ]
      }),
      'ml.m5.large --tag "a=b c"'
    );
    await act(() => form.ask());
    expect(text(node, 'inputs')).toContain('frame');
    expect(text(node, 'inputs')).toContain('2.5 MBalready there');
    expect(text(node, 'inputs')).toContain(
      'modelonce job cell-1 has computed it'
    );
    expect(text(node, 'inputs')).toContain(
      'scalercomes with the next cell, from job cell-0'
    );
    // What a job still decides has one row, not two.
    expect(text(node, 'inputs')).not.toContain('77 B');
    expect(text(node, 'plan')).toContain('2.5 MB, of which 500.0 kB are new');
    expect(text(node, 'outputs')).toBe('total');
    expect(text(node, 'line')).toBe('%%offload ml.m5.large --tag "a=b c"');
  });

  it('a type is chosen with its radio button, or anywhere in its row', async () => {
    const node = await show(planOf());
    await act(() => form.ask());
    const radio = (name: string) =>
      Array.from(node.querySelectorAll('label'))
        .find(label => label.textContent === name)!
        .querySelector('input')!;
    expect(radio('The default: ml.m5.large').checked).toBe(true);
    act(() => radio('ml.g5.xlarge').click());
    expect(form.type).toBe('ml.g5.xlarge');
    expect(radio('ml.g5.xlarge').checked).toBe(true);
    act(() => radio('ml.t3.medium').closest('tr')!.click());
    expect(form.type).toBe('ml.t3.medium');
    expect(text(node, 'line')).toBe('%%offload ml.t3.medium');
  });

  it('marks a limit that cannot be read, with what to write', async () => {
    const node = await show(planOf(), '--max-cost lots');
    const field = node.querySelector('[aria-invalid="true"]')!;
    const error = node.querySelector(
      `[id="${field.getAttribute('aria-describedby')}"]`
    );
    expect(error?.textContent).toBe('Write an amount such as 1.50.');
  });

  it('states no cost while a limit cannot be read', async () => {
    const node = await show(planOf(), '--max-cost 2,50');
    await act(() => form.ask());
    expect(text(node, 'worst')).toBe('');
    expect(text(node, 'types')).toContain('ml.g5.xlarge');
    expect(text(node, 'outputs')).toBe('total');
    act(() => form.setLimit('--max-cost', '2'));
    expect(text(node, 'worst')).toContain('$0.12');
  });

  it('shows no line while a limit cannot be read, and says so', async () => {
    const node = await show(planOf(), 'ml.c5.xlarge');
    act(() => form.setLimit('--max-runtime', 'abc'));
    expect(text(node, 'line')).toBeUndefined();
    expect(node.textContent).not.toContain('abc');
    expect(node.textContent).toContain(
      'None, until the limit above can be read.'
    );
    act(() => form.setLimit('--max-runtime', '45 min'));
    expect(text(node, 'line')).toBe('%%offload ml.c5.xlarge --max-runtime 45m');
  });

  it('says what the other cells get, and whose options give way', async () => {
    const node = await show(planOf(), '--wait', false, 3, [2, 3]);
    expect(text(node, 'line')).toBe('%%offload --wait --part 1/3');
    expect(text(node, 'next')).toContain('%%offload --wait --part 2/3 …');
    expect(text(node, 'givingWay')).toBe(
      'Cells 2, 3 of these have options of their own: they give way to this line.'
    );
  });

  it('says nothing of other cells where there are none', async () => {
    const node = await show(planOf());
    expect(text(node, 'next')).toBeUndefined();
    expect(text(node, 'givingWay')).toBeUndefined();
  });

  it.each([
    [90, 'for 1 min 30 s at'],
    [120, 'for 2 minutes at'],
    [5400, 'for 90 minutes at']
  ])('states a limit of %d seconds as it is', async (seconds, words) => {
    const limits = { seconds, by_cost: false, enough: null };
    const node = await show(planOf({ limits }));
    await act(() => form.ask());
    expect(text(node, 'worst')).toContain(words);
  });

  it('says that AWS would refuse a ceiling, instead of a sum above it', async () => {
    const limits = { seconds: 1, by_cost: true, enough: 0.02 };
    const { cost } = planOf();
    const node = await show(
      planOf({ limits, cost: { ...cost, worst_case: 0.006 } }),
      '--max-cost 0.00001'
    );
    await act(() => form.ask());
    expect(text(node, 'worst')).toBe(
      'Costs nothing here, and may run for 1 s. On AWS this ceiling would be refused as too low: it would have to be $0.02 at least.'
    );
  });

  it('says of what a short job’s cost is made', async () => {
    const limits = { seconds: 6, by_cost: false, enough: null };
    const { cost } = planOf();
    const node = await show(
      planOf({ limits, cost: { ...cost, worst_case: 0.006 } })
    );
    await act(() => form.ask());
    expect(text(node, 'worst')).toContain(
      '$0.006 at most, for 6 s at $0.115 per hour. Its disk and the minutes of its end are counted in.'
    );
  });

  it('says nothing of what is not known', async () => {
    const node = await show(
      planOf({
        sendable: false,
        problems: [{ about: null, message: 'There is no option --max-kost.' }],
        outputs: { names: [], others: false },
        size: null,
        types: [],
        cheapest: null,
        limits: null
      }),
      'ml.c5.xlarge --max-kost 1'
    );
    await act(() => form.ask());
    expect(text(node, 'problems')).toContain('--max-kost');
    expect(text(node, 'plan')).not.toContain('Only the code');
    expect(text(node, 'plan')).not.toContain('What comes back');
    expect(text(node, 'none')).toBe(
      'The types are not known; why stands below.'
    );
  });

  it('says that the search lets no type through', async () => {
    const node = await show(planOf());
    await act(() => form.ask());
    expect(text(node, 'none')).toBeUndefined();
    act(() => form.setSearch('abacus'));
    expect(text(node, 'none')).toBe('No type matches the search.');
  });

  it('says where it runs and what that costs', async () => {
    const node = await show(planOf());
    await act(() => form.ask());
    expect(text(node, 'where')).toContain('costs nothing');
    expect(text(node, 'worst')).toContain('On AWS it would be: $0.12');
    expect(buttonText(form, trans)).toBe('Offload');
  });

  it('names account and region where money is spent, in the button too', async () => {
    const node = await show(planOf({ backend: paid }));
    await act(() => form.ask());
    expect(text(node, 'where')).toContain('123456789012, region eu-west-1');
    expect(text(node, 'worst')).toContain('$0.12 at most, for 60 minutes');
    expect(buttonText(form, trans)).toBe(
      'Offload to account 123456789012, eu-west-1'
    );
  });

  it('names the account of a backend that the line names, before the kernel does', async () => {
    served = paid;
    const node = await show(new Error('Not yet.'), '--backend team');
    expect(text(node, 'where')).toContain('This costs money.');
    expect(buttonText(form, trans)).toContain('123456789012');
  });

  it('calls nothing free before the kernel has said where it runs', async () => {
    served = paid;
    const node = await show(planOf({ backend: paid }), '', true);
    expect(text(node, 'where')).toContain('it may cost money');
    expect(text(node, 'where')).not.toContain('costs nothing');
    expect(buttonText(form, trans)).toBe('Offload, may cost money');
    await act(() => form.ask());
    expect(text(node, 'where')).toContain('123456789012');
  });

  it('calls nothing free either where the kernel cannot say it', async () => {
    served = paid;
    const node = await show(new Error('The kernel died.'));
    await act(() => form.ask());
    expect(text(node, 'where')).toContain('it may cost money');
  });

  it('does not call a backend free that only the kernel may know', async () => {
    const node = await show(new Error('Not yet.'), '--backend other');
    expect(text(node, 'where')).toContain('it may cost money');
  });

  it('knows where it runs at once where nothing costs money', async () => {
    const node = await show(new Error('Not yet.'));
    expect(text(node, 'where')).toContain('costs nothing');
    expect(buttonText(form, trans)).toBe('Offload');
  });

  it('never takes an unknown price for nothing', async () => {
    const cost = {
      per_hour: null,
      price_date: null,
      expected: null,
      worst_case: null
    };
    const node = await show(planOf({ backend: paid, cost }));
    await act(() => form.ask());
    expect(text(node, 'worst')).toContain('not known');
  });

  it('shows what stands against it', async () => {
    const problem = { about: 'lock', message: 'lock cannot travel.' };
    const node = await show(planOf({ sendable: false, problems: [problem] }));
    await act(() => form.ask());
    expect(text(node, 'problems')).toBe('lock cannot travel.');
  });

  it('lists what cannot travel, and not among what comes back', async () => {
    const problem = { about: 'lock', message: 'lock cannot travel.' };
    const node = await show(
      planOf({
        sendable: false,
        problems: [problem],
        outputs: { names: ['lock', 'total'], others: false }
      })
    );
    await act(() => form.ask());
    expect(text(node, 'inputs')).toBe('lockcannot travel: why stands above');
    expect(text(node, 'plan')).not.toContain('Only the code');
    expect(text(node, 'outputs')).toBe('total');
  });

  it('says that the kernel is busy, and that one need not wait', async () => {
    const node = await show(planOf(), '', true);
    expect(text(node, 'phase')).toContain('busy with a cell');
    await act(() => form.ask());
    expect(text(node, 'phase')).toBe('');
  });

  it('counts a limit of one minute as one', async () => {
    const limits = { seconds: 60, by_cost: false, enough: null };
    const node = await show(planOf({ limits }));
    await act(() => form.ask());
    expect(text(node, 'worst')).toContain('$0.12 at most, for 1 minute at');
  });

  it('says that the kernel is of another version', async () => {
    const node = await show(new OtherVersionError());
    await act(() => form.ask());
    expect(text(node, 'phase')).toContain('It runs another version');
  });

  it('says why there is no plan', async () => {
    const node = await show(new Error('The kernel died.'));
    await act(() => form.ask());
    expect(text(node, 'phase')).toContain('The kernel died.');
  });
});
