import type { IOutput } from '@jupyterlab/nbformat';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { OutputAreaModel } from '@jupyterlab/outputarea';
import { Signal } from '@lumino/signaling';
import { keepCards } from './keeper';
import { MIME_TYPE } from './mimeType';

type Message = { direction: string; msg: unknown };

/** A kernel that says what it is told to. */
class FakeKernel {
  readonly anyMessage = new Signal<this, Message>(this);

  update(data: object, direction = 'recv', type = 'update_display_data'): void {
    const content = { data, metadata: {}, transient: { display_id: 'd' } };
    const msg = { header: { msg_type: type }, content };
    this.anyMessage.emit({ direction, msg });
  }
}

const card = (phase: string, job = 'a-1', part: object | null = null) => ({
  [MIME_TYPE]: { backend: 'local', job, part, phase },
  'text/plain': phase
});

function setUp(...given: object[]) {
  const values = given.map(
    data => ({ output_type: 'display_data', data, metadata: {} }) as IOutput
  );
  const outputs = new OutputAreaModel({ values, trusted: true });
  const kernel = new FakeKernel();
  const panel = {
    isDisposed: false,
    model: { cells: [{ type: 'markdown' }, { type: 'code', outputs }] },
    sessionContext: {
      session: { kernel },
      kernelChanged: new Signal<object, { newValue: FakeKernel }>({})
    }
  };
  const widgetAdded = new Signal<object, typeof panel>({});
  const tracker = {
    forEach: (call: (one: typeof panel) => void) => call(panel),
    widgetAdded
  };
  const waiting: (() => void)[] = [];
  keepCards(tracker as unknown as INotebookTracker, one => waiting.push(one));
  return {
    ...{ kernel, outputs, panel },
    /** What is due is done, the last first: it goes by chance. */
    pass: () =>
      waiting
        .splice(0)
        .reverse()
        .forEach(call => call()),
    phases: () =>
      Array.from({ length: outputs.length }, (_, index) => {
        const { data } = outputs.get(index).toJSON() as { data: object };
        return (data as Record<string, unknown>)['text/plain'];
      })
  };
}

describe('keepCards', () => {
  it('writes what a kernel says of a job into its output', () => {
    const { kernel, pass, phases } = setUp(card('Training'), card('x', 'b-1'));
    kernel.update(card('Completed'));
    expect(phases()).toEqual(['Training', 'x']);
    pass();
    expect(phases()).toEqual(['Completed', 'x']);
  });

  it('writes the last that was said, whatever is due first', () => {
    const { kernel, pass, phases } = setUp(card('Starting'));
    kernel.update(card('Training'));
    kernel.update(card('Completed'));
    pass();
    expect(phases()).toEqual(['Completed']);
  });

  it('writes nothing where it stands already', () => {
    const { kernel, outputs, pass } = setUp(card('Completed'));
    const changes: string[] = [];
    outputs.changed.connect((_, { type }) => void changes.push(type));
    kernel.update(card('Completed'));
    pass();
    expect(changes).toEqual([]);
  });

  it('tells the parts of a job apart', () => {
    const first = { index: 0, count: 2 };
    const second = { index: 1, count: 2 };
    const { kernel, pass, phases } = setUp(
      card('one', 'a-1', first),
      card('two', 'a-1', second)
    );
    kernel.update(card('done', 'a-1', { ...second, state: 'ended' }));
    pass();
    expect(phases()).toEqual(['one', 'done']);
  });

  it('leaves alone what names no job, what is no update, and what it sends', () => {
    const { kernel, pass, phases } = setUp(card('Training'), {
      'text/plain': '1'
    });
    kernel.update({ 'text/plain': '2' });
    kernel.update({ [MIME_TYPE]: null, 'text/plain': '2' });
    kernel.update({ [MIME_TYPE]: 'a-1', 'text/plain': '2' });
    kernel.update(card('Completed'), 'recv', 'display_data');
    kernel.update(card('Completed'), 'send');
    pass();
    expect(phases()).toEqual(['Training', '1']);
  });

  it('hears a kernel that comes later, and no more when its notebook is gone', () => {
    const { kernel, panel, pass, phases } = setUp(card('Starting'));
    const next = new FakeKernel();
    panel.sessionContext.kernelChanged.emit({ newValue: next });
    next.update(card('Training'));
    pass();
    expect(phases()).toEqual(['Training']);
    kernel.update(card('Completed'));
    panel.isDisposed = true;
    pass();
    expect(phases()).toEqual(['Training']);
  });
});
