import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import React, { act } from 'react';
import { Heights, Sight, Stage } from '../components/testing';
import { schemaOf } from '../job/arguments';
import { FakeJob, FakeJobStore } from '../jobs/testing';
import type { IJobFilter } from '../jobs/interfaces';
import type { JobStatus } from '../jobs/snapshot';
import type { IConfigModel } from '../tokens';
import { SidebarBody } from './body';

const config: IConfigModel = {
  state: {
    phase: 'ready',
    config: {
      version: '1',
      active: 'team',
      backends: [
        {
          name: 'team',
          region: 'eu-central-1',
          account: '123456789012',
          owner_tag: 'ann',
          paid: true
        }
      ],
      engine: { running: false, version: null, problem: null }
    }
  },
  changed: new Signal<IConfigModel, void>({} as IConfigModel),
  refresh: async () => undefined,
  refreshSoon: () => undefined
};

describe('SidebarBody', () => {
  let stage: Stage;
  let store: FakeJobStore;
  let commands: CommandRegistry;

  const job = (name: string, status: JobStatus = 'Completed') =>
    new FakeJob({ backend: 'team', name, status });

  const show = () =>
    stage.show(
      <SidebarBody
        commands={commands}
        config={config}
        store={store}
        tracker={null}
        trans={nullTranslator.load('jupyterlab_offload')}
      />
    );

  beforeEach(() => {
    Sight.install();
    Heights.install();
    // The list shows as many rows as have room; jsdom gives none any.
    jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(400);
    jest.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(300);
    store = new FakeJobStore();
    commands = new CommandRegistry();
    stage = new Stage();
  });

  afterEach(() => {
    stage.dispose();
    jest.restoreAllMocks();
    expect(store.watchers.count).toBe(0);
  });

  it('says where jobs go, and what they cost', async () => {
    store.sums = { perHour: 1.2, active: 1, today: 3.5 };
    await show();
    expect(stage.node.textContent).toContain('team');
    expect(stage.node.textContent).toContain('123456789012');
    expect(stage.node.textContent).toContain('Today$3.50');
    expect(stage.node.textContent).toContain('Per hour$1.20');
    expect(store.watchers.count).toBe(1);
  });

  it('teaches the first job, once it is known that there is none', async () => {
    await show();
    expect(stage.node.textContent).toContain('Looking for jobs');
    act(() => {
      store.health = { heard: 1, problem: null };
      store.changed.emit();
    });
    expect(stage.node.textContent).toContain('%load_ext jupyterlab_offload');
  });

  it('says what is wrong, and since when', async () => {
    store.health = {
      heard: 1000,
      problem: { kind: 'expired', message: 'secret' }
    };
    await show();
    expect(stage.node.textContent).toMatch(/expired.*state of/);
    expect(stage.node.textContent).not.toContain('secret');
  });

  it('shows everybody’s jobs when told to, which in a shared account are asked for', async () => {
    store.owner = 'ann';
    store.jobs = [job('mine')];
    await show();
    const whose = () =>
      stage.node.querySelector<HTMLSelectElement>('[aria-label=Whose]');
    expect(whose()?.value).toBe('mine');
    expect(store.everybody).toBe(false);
    await act(async () => {
      Object.assign(whose() ?? {}, { value: 'all' });
      whose()?.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(store.everybody).toBe(true);
    expect(whose()?.value).toBe('all');
  });

  it('leads who has no job yet to those of the others', async () => {
    store.owner = 'ann';
    store.health = { heard: 1, problem: null };
    await show();
    await act(async () => stage.button('Show everybody’s jobs')?.click());
    expect(store.everybody).toBe(true);
  });

  it('leads to the others’ jobs who has none among them, and else to all of one’s own', async () => {
    store = new OthersStore([job('of-bob')]);
    await show();
    expect(stage.node.textContent).toContain('None of the jobs is yours.');
    await act(async () => stage.button('Show everybody’s jobs')?.click());
    expect(stage.node.textContent).toContain('of-bob');
    await act(async () => {
      const status = stage.node.querySelector<HTMLSelectElement>(
        '[aria-label=Status]'
      )!;
      status.value = 'failed';
      status.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(stage.node.textContent).toContain('No job matches.');
    await act(async () => stage.button('Show all')?.click());
    expect(stage.button('Show everybody’s jobs')).toBeDefined();
  });

  it('does not say that nothing matches while older jobs are not listed', async () => {
    store.jobs = [job('done')];
    store.hasMore = true;
    const more = jest.spyOn(store, 'more').mockImplementation(async () => {
      store.hasMore = false;
      store.jobs = [...store.jobs, job('from-last-year', 'Failed')];
      store.changed.emit();
    });
    jest
      .spyOn(store, 'query')
      .mockImplementation(() =>
        store.jobs.filter(({ snapshot: { status } }) => status === 'Failed')
      );
    await show();
    expect(stage.node.textContent).toContain(
      'None of the jobs that are listed so far matches.'
    );
    await act(async () => stage.button('Search older jobs')?.click());
    expect(more).toHaveBeenCalledTimes(1);
    expect(stage.node.textContent).toContain('from-last-year');
  });

  it('lists ten thousand jobs with a few elements', async () => {
    store.jobs = Array.from({ length: 10_000 }, (_, at) => job(`job-${at}`));
    await show();
    const rows = stage.node.querySelectorAll('.jp-Offload-row');
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.length).toBeLessThan(60);
    expect(stage.node.textContent).toContain('History (10000)');
  });

  it('keeps its Tab stop, and the focus there, when that is scrolled out of sight', async () => {
    store.jobs = Array.from({ length: 1000 }, (_, at) => job(`job-${at}`));
    await show();
    const list = stage.node.querySelector('.jp-Offload-jobList')!;
    const scrollTo = (top: number) =>
      act(async () => {
        list.scrollTop = top;
        list.dispatchEvent(new Event('scroll'));
      });
    const stops = () =>
      Array.from(
        list.querySelectorAll<HTMLElement>('.jp-Offload-rowMain[tabindex="0"]')
      );
    await scrollTo(30_000);
    expect(list.textContent).toContain('job-440');
    expect(stops()).toHaveLength(1);
    act(() => stops()[0].focus());
    await scrollTo(50_000);
    expect(list.textContent).not.toContain('job-440');
    expect(stops()).toEqual([document.activeElement]);
    expect(list.querySelectorAll('.jp-Offload-row').length).toBeLessThan(60);
  });

  it('gives each row the room that its three lines need in the theme’s fonts', async () => {
    Heights.set('.jp-Offload-rowProbe', 70);
    store.jobs = [job('a'), job('b')];
    await show();
    const places = () =>
      Array.from(
        stage.node.querySelectorAll<HTMLElement>('[role=listitem]'),
        ({ style }) => [style.transform, style.height]
      );
    expect(places()).toEqual([
      ['translateY(0px)', '28px'],
      ['translateY(28px)', '70px'],
      ['translateY(98px)', '70px']
    ]);
    await act(async () => {
      Heights.set('.jp-Offload-rowProbe', 100);
      Heights.set('.jp-Offload-jobHeading', 40);
    });
    expect(places()).toEqual([
      ['translateY(0px)', '40px'],
      ['translateY(40px)', '100px'],
      ['translateY(140px)', '100px']
    ]);
  });

  it('opens a job by click, and goes through them by keyboard', async () => {
    const opened: unknown[] = [];
    commands.addCommand('offload:open-job', {
      describedBy: schemaOf(['backend', 'name']),
      execute: args => opened.push(args)
    });
    store.jobs = [job('a'), job('b', 'InProgress'), job('c')];
    await show();
    const mains = () =>
      Array.from(
        stage.node.querySelectorAll<HTMLButtonElement>('.jp-Offload-rowMain')
      );
    expect(mains().map(one => one.tabIndex)).toEqual([0, -1, -1]);
    act(() => mains()[0].focus());
    act(() => {
      mains()[0].dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true })
      );
    });
    expect(mains().map(one => one.tabIndex)).toEqual([-1, 0, -1]);
    await act(async () => mains()[1].click());
    expect(opened).toEqual([{ backend: 'team', name: 'a' }]);
  });
});

/** Has jobs, none of them one's own and none that failed. */
class OthersStore extends FakeJobStore {
  override query(filter: IJobFilter = {}): readonly FakeJob[] {
    return filter.mine || filter.status ? [] : this.jobs;
  }
}
