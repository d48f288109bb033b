import { nullTranslator } from '@jupyterlab/translation';
import type { ReactWidget } from '@jupyterlab/ui-components';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { act } from 'react';
import { MIME_TYPE } from './card/mimeType';
import { CardRenderer } from './card/renderer';
// It says to React that these are tests.
import './components/testing';
import { JobView } from './job/view';
import { LazyJobs } from './jobs/lazyJobs';
import { FakeJob, FakeJobStore } from './jobs/testing';
import { Sidebar } from './sidebar/sidebar';
import { BackendStatus } from './status/backendStatus';
import { details } from './status/details';
import { SubmitBody } from './submit/body';
import type { SubmitForm } from './submit/form';
import type { ConfigState, IConfigModel } from './tokens';

const trans = nullTranslator.load('jupyterlab_offload');

function fail(): never {
  throw new Error('nobody has thought of this');
}

/** Has signals, but whatever else is read of it fails. */
function failing<T>(): T {
  const changed = new Signal<object, void>({});
  return new Proxy(
    {},
    { get: (_, name) => (name === 'changed' ? changed : fail()) }
  ) as T;
}

const config = failing<IConfigModel>();
const jobs = new LazyJobs(async () => new FakeJobStore());

/** What each shows is begun by its promise. */
const ROOTS: Readonly<
  Record<string, () => readonly [ReactWidget, () => Promise<void>]>
> = {
  card: () => {
    const actionsFor = () => ({}) as never;
    const card = new CardRenderer({ config, jobs, actionsFor, trans });
    const data = { [MIME_TYPE]: { backend: 'local', job: 'cell-1' } };
    const model = { data, metadata: {}, trusted: true, setData: () => {} };
    return [card, () => card.renderModel(model)];
  },
  sidebar: () => {
    const commands = new CommandRegistry();
    const tracker = null;
    const sidebar = new Sidebar({ commands, config, jobs, tracker, trans });
    sidebar.hide();
    return [
      sidebar,
      async () => {
        sidebar.show();
        await import('./sidebar/body');
        await jobs.load();
      }
    ];
  },
  'view of a job': () => {
    const job = new FakeJob({ backend: 'local', name: 'cell-1' });
    job.cost = fail;
    return [new JobView({ job, trans }), async () => undefined];
  },
  form: () => {
    const body = new SubmitBody(failing<SubmitForm>(), trans);
    return [body, async () => undefined];
  },
  'item of the status bar': () => {
    const onClick = () => undefined;
    const item = new BackendStatus({ model: config, jobs, trans, onClick });
    return [item, async () => undefined];
  },
  'dialog of the status bar': () => [
    details(failing<ConfigState>(), trans),
    async () => undefined
  ]
};

describe('an error that nobody has thought of', () => {
  let said: jest.SpyInstance;

  beforeEach(() => {
    said = jest.spyOn(console, 'error').mockReturnValue();
  });

  afterEach(() => said.mockRestore());

  it.each(Object.keys(ROOTS))('in the %s says what to do', async name => {
    const [widget, begin] = ROOTS[name]();
    await act(async () => {
      Widget.attach(widget, document.body);
      await begin();
      widget.update();
    });
    await act(async () => {
      await widget.renderPromise;
    });
    expect(widget.node.textContent).toContain('Reload the page');
    expect(said.mock.calls.map(String).join()).toContain('thought of this');
    act(() => widget.dispose());
  });
});

describe('a part that does not come from the server', () => {
  /** Jobs whose script comes when it is asked for the second time. */
  function comingLate(): LazyJobs {
    let asked = 0;
    return new LazyJobs(async () => {
      asked += 1;
      return asked === 1 ? fail() : new FakeJobStore();
    });
  }

  const again = (widget: ReactWidget) =>
    act(async () => {
      widget.node.querySelector('button')!.click();
      // The modules are there: some turns of the loop until they are shown.
      await import('./sidebar/body');
      await import('./card/host');
      await new Promise(resolve => setTimeout(resolve));
      await widget.renderPromise;
    });

  it('is said in the place of a card, and asked for again by a click', async () => {
    const actionsFor = () => ({}) as never;
    const card = new CardRenderer({
      ...{ config, jobs: comingLate(), actionsFor, trans }
    });
    await act(async () => {
      Widget.attach(card, document.body);
      await card.renderModel({
        ...{ data: { [MIME_TYPE]: 'no job' }, metadata: {} },
        ...{ trusted: true, setData: () => {} }
      });
      await card.renderPromise;
    });
    expect(card.node.textContent).toContain('did not come');
    await again(card);
    expect(card.node.textContent).toContain('names none');
    act(() => card.dispose());
  });

  it('is said in the sidebar, and asked for again by a click', async () => {
    const commands = new CommandRegistry();
    const failed = { config, jobs: comingLate(), tracker: null, trans };
    const sidebar = new Sidebar({ ...failed, commands });
    sidebar.hide();
    const errors = jest.spyOn(console, 'error').mockReturnValue();
    await act(async () => {
      Widget.attach(sidebar, document.body);
      sidebar.show();
      await import('./sidebar/body');
      await new Promise(resolve => setTimeout(resolve));
      await sidebar.renderPromise;
    });
    expect(sidebar.node.textContent).toContain('did not come');
    await again(sidebar);
    // It has come, and cannot be shown for the configuration of these tests.
    expect(sidebar.node.textContent).toContain('Reload the page');
    errors.mockRestore();
    act(() => sidebar.dispose());
  });
});
