import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { act } from 'react';
import { ConfigModel } from '../config/model';
import type { IReply } from '../config/request';
import { FRONT_END_VERSION } from '../generated/version';
import { LazyJobs } from '../jobs/lazyJobs';
import { FakeJobStore } from '../jobs/testing';
import { BackendStatus } from './backendStatus';

const replies = {
  missing: { status: 404, body: undefined },
  ready: {
    status: 200,
    body: {
      version: FRONT_END_VERSION,
      active: 'local',
      backends: [
        {
          name: 'local',
          region: 'us-east-1',
          account: '000000000000',
          paid: false
        }
      ],
      engine: { running: false, version: null, problem: null }
    }
  }
};

// React asks for this before it lets `act` wait for its rendering.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

describe('BackendStatus', () => {
  let reply: IReply;
  let model: ConfigModel;
  let clicks: number;
  let item: BackendStatus;
  let store: FakeJobStore;
  let jobs: LazyJobs;

  function shown(): HTMLButtonElement {
    const button = item.node.querySelector('button');
    expect(button).not.toBeNull();
    return button!;
  }

  beforeEach(async () => {
    reply = replies.ready;
    clicks = 0;
    store = new FakeJobStore();
    jobs = new LazyJobs(async () => store);
    model = new ConfigModel({ request: async () => reply });
    item = new BackendStatus({
      model,
      jobs,
      trans: nullTranslator.load('jupyterlab_offload'),
      onClick: () => {
        clicks += 1;
      }
    });
    await act(async () => {
      Widget.attach(item, document.body);
      await item.renderPromise;
    });
  });

  afterEach(() => {
    act(() => item.dispose());
  });

  it('shows the active backend once the server has answered', async () => {
    const button = shown();
    expect(button.textContent).toBe('Offload: …');
    await act(() => model.refresh());
    expect(button.textContent).toBe('Offload: local');
  });

  it('marks what needs attention', async () => {
    reply = replies.missing;
    const button = shown();
    await act(() => model.refresh());
    expect(button.classList).toContain('jp-mod-warning');
    expect(button.title).toContain('server extension');
  });

  it('says how many jobs run, and what they cost', async () => {
    await act(() => model.refresh());
    expect(shown().textContent).toBe('Offload: local');
    store.sums = { active: 2, perHour: 0.46, today: 1 };
    await act(async () => {
      await jobs.load();
      store.changed.emit();
      await item.renderPromise;
    });
    const label = 'Offload: local, 2 jobs, $0.46 per hour';
    expect(shown().textContent).toBe(label);
  });

  it('is a button that reacts to a click', () => {
    shown().click();
    expect(clicks).toBe(1);
  });
});
