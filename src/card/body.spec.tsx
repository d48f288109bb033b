import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import React, { act } from 'react';
import { Sight, Stage } from '../components/testing';
import { AT_LIMIT } from '../generated/verdict';
import { known } from '../jobs/describe';
import { FakeJob } from '../jobs/testing';
import type { ICardActions } from './actions';
import { JobCard } from './body';
import { readCard } from './cardData';

const KEPT = '<div class="jp-Offload-outputs"><b>kept</b></div>';
const EPOCHS = 'epochs';
const EVIL = '<img src=x onerror="globalThis.evil = true"><b>bold</b>';

describe('JobCard', () => {
  let stage: Stage;
  let calls: unknown[][];
  let job: FakeJob;

  const told =
    (name: string) =>
    (...args: unknown[]): void => {
      calls.push([name, ...args]);
    };
  let hasKernel: boolean;
  const kernelChanged = new Signal<object, void>({});
  const actions: ICardActions = {
    open: told('open'),
    stop: told('stop'),
    getResults: told('getResults'),
    openFile: told('openFile'),
    showOutputs: {
      get isPossible() {
        return hasKernel;
      },
      changed: kernelChanged,
      run: told('showOutputs')
    },
    runAgain: told('runAgain'),
    goToLine: told('goToLine')
  };

  async function show(
    data: Record<string, unknown> = {},
    shown: FakeJob | null = job,
    unknownBackend = false,
    can: ICardActions = actions
  ): Promise<void> {
    const { html, ...known } = data;
    const json = { ...job.id, job: job.id.name, ...known };
    const card = readCard(json as never, html as never)!;
    await stage.show(
      <JobCard
        card={card}
        job={shown}
        unknownBackend={unknownBackend}
        paid={false}
        actions={can}
        trans={nullTranslator.load('jupyterlab_offload')}
      />
    );
  }

  beforeEach(() => {
    Sight.install();
    calls = [];
    hasKernel = true;
    job = new FakeJob({ backend: 'local', name: 'cell-1' });
    stage = new Stage();
  });

  afterEach(() => {
    stage.dispose();
    expect(job.logEnd.followers.count).toBe(0);
    expect(job.record.followers.count).toBe(0);
    expect(job.watchers.count).toBe(0);
  });

  it('has no buttons that lead to a cell where it stands in none', async () => {
    job.update({ status: 'Failed' });
    const data = {
      error: { type: 'KeyError', message: 'x', traceback: '', line: 2 },
      results: [{ name: 'model', size: 7, state: 'on demand' }]
    };
    const names = ['Get', 'Get model', 'Run again', 'Go to line 2 of the cell'];
    const there = () => names.filter(name => stage.button(name));
    await show(data);
    expect(there()).toEqual(names);
    const nowhere = { getResults: null, runAgain: null, goToLine: null };
    await show(data, job, false, { ...actions, ...nowhere });
    expect(there()).toEqual([]);
    expect(stage.button('Log')).toBeDefined();
  });

  it('says of a free job what AWS would charge, and up to which limit', async () => {
    job.update({ status: 'InProgress', secondary: 'Training', started: 1 });
    job.costs = {
      ...job.costs,
      free: true,
      charged: 0,
      onAws: 0.5,
      ceiling: 2
    };
    await show();
    expect(stage.node.textContent).toContain(
      'free here; on AWS $0.50 of at most $2.00'
    );
  });

  it('leaves the lines for machines to the whole log', async () => {
    const metrics = Array.from(
      { length: 9 },
      (_, n) => `offload-metric a=${n}`
    );
    job.log.push('first', 'seen', ...metrics, 'offload-result 00 11');
    await show();
    const end = stage.node.querySelector('.jp-Offload-logEnd')!;
    expect(end.textContent).toContain('first\nseen\n');
    expect(end.textContent).not.toContain('offload-');
  });

  it('says once that a job has stopped at its limit, and what is saved', async () => {
    const { status, secondary, reason } = known(
      {
        TrainingJobStatus: 'Failed',
        FailureReason: `AlgorithmError: ${AT_LIMIT}, exit code: 124`
      },
      'full'
    );
    job.update({ status, secondary, reason, maxRuntime: 600 });
    await show({ notes: [AT_LIMIT, 'the kernel’s own'] });
    const { textContent } = stage.node;
    expect(textContent).toContain('Stopped at its time limit');
    expect(textContent).toContain('before the limit of 10 min');
    expect(textContent).not.toContain('Failed');
    expect(textContent).not.toContain(AT_LIMIT);
    expect(textContent).toContain('the kernel’s own');
  });

  it('leads to the lines before those that it has, counted or not', async () => {
    job.update({ status: 'Completed' });
    const lines = Array.from({ length: 20 }, (_, n) => `line ${n}`);
    job.log.push(...lines);
    await show();
    const end = stage.node.querySelector('.jp-Offload-logEnd')!;
    expect(end.textContent).toContain('12 lines before');
    // Of a long log only the end was read.
    job.logEnd.before = null;
    act(() => job.logEnd.changed.emit());
    expect(end.textContent).toContain('Lines before');
    expect(end.textContent).not.toContain('lines before');
    act(() => stage.button('Lines before')!.click());
    expect(calls).toEqual([['open', job.id, 'log']]);
  });

  it('counts before its last lines what it would show', async () => {
    const figure = {
      type: 'display_data' as const,
      part: null,
      data: { 'image/svg+xml': '<svg/>', 'text/plain': '<Figure>' },
      metadata: {},
      displayId: ''
    };
    const lines = Array.from({ length: 10 }, (_, n) => `line ${n}`);
    const metrics = lines.map(line => `offload-metric ${line}`);
    await show();
    act(() => {
      job.record.push(figure);
      job.log.push('<Figure>', ...metrics, ...lines);
    });
    const end = stage.node.querySelector('.jp-Offload-logEnd')!;
    expect(end.textContent).toContain('2 lines before');
    // Nothing tells how many of those were pictures.
    job.logEnd.before = 5;
    act(() => job.logEnd.changed.emit());
    expect(end.textContent).toContain('Lines before');
  });

  it('reads no log for one of several cells when the job is over', async () => {
    await show({ part: { index: 0, count: 2 } });
    expect(job.logEnd.followers.count).toBe(1);
    act(() => job.update({ status: 'Completed' }));
    expect(job.logEnd.followers.count).toBe(0);
  });

  it('does not say again in words what it shows as an output', async () => {
    await show();
    act(() => {
      job.log.push('5', '   a', '0  1', '<Figure>', '<Figure>', '5', 'after');
      job.record.push(
        ...[
          { 'text/html': '<table></table>', 'text/plain': '   a\n0  1' },
          { 'image/svg+xml': '<svg/>', 'text/plain': '<Figure>' },
          { 'image/svg+xml': '<svg/>', 'text/plain': '<Figure>' },
          { 'text/plain': '5' }
        ].map(data => ({
          type: 'display_data' as const,
          part: null,
          data,
          metadata: {},
          displayId: ''
        }))
      );
    });
    const end = stage.node.querySelector('.jp-Offload-logEnd')!;
    expect(end.textContent).toBe('5\nafter\n');
  });

  it('follows a job that runs: phase, time, cost, progress and log', async () => {
    await show();
    expect(job.watchers.count).toBe(1);
    act(() => {
      job.costs = { ...job.costs, charged: 0.5, ceiling: 2 };
      job.seconds = 65;
      job.update({
        status: 'InProgress',
        secondary: 'Training',
        phases: [
          { name: 'Starting', started: 30_000, ended: 60_000, message: '' },
          { name: 'Training', started: 60_000, ended: null, message: '' }
        ]
      });
      job.log.push('epoch 1', '\x1b[31mloss\x1b[0m 0.5');
      job.record.report({ part: null, done: 3, total: 10, label: EPOCHS });
    });
    const { textContent } = stage.node;
    for (const text of [
      'Running',
      '1 min 5 s',
      'Running 40 s',
      '$0.50 of at most $2.00',
      'epoch 1\nloss 0.5',
      '3 of 10'
    ]) {
      expect(textContent).toContain(text);
    }
    act(() => stage.button('Stop')!.click());
    expect(calls).toEqual([['stop', job.id]]);
  });

  it('asks for nothing while it is out of sight', async () => {
    Sight.seen = false;
    await show();
    expect(job.watchers.count).toBe(0);
    expect(job.logEnd.followers.count).toBe(0);
    expect(job.record.followers.count).toBe(0);
    expect(job.refreshes).toBe(0);
  });

  it('leads from a failure to the line of the cell', async () => {
    job.update({ status: 'Failed' });
    await show();
    act(() =>
      job.record.push({
        type: 'error',
        part: null,
        ename: 'ValueError',
        evalue: 'no such thing',
        traceback: ['Cell In[2], line 3']
      })
    );
    expect(stage.node.textContent).toContain('ValueError: no such thing');
    act(() => stage.button('Go to line 3 of the cell')!.click());
    act(() => stage.button('Run again')!.click());
    expect(calls).toEqual([['goToLine', 3], ['runAgain']]);
    expect(stage.button('Stop')).toBeUndefined();
  });

  it('shows what was printed before a failure, not its traceback again', async () => {
    const traceback = ['Traceback (most recent call last)', '', 'KeyError: 1'];
    job.update({ status: 'Failed' });
    await show();
    act(() => {
      job.log.push('begin', ...traceback);
      job.record.push({
        type: 'error',
        part: null,
        ename: 'KeyError',
        evalue: '1',
        traceback
      });
    });
    const end = stage.node.querySelector('.jp-Offload-logEnd')!;
    expect(end.textContent).toBe('begin\n');
    // Where no error is shown, nothing but the log has it.
    act(() => job.update({ status: 'Completed' }));
    expect(end.textContent).toContain('KeyError: 1');
  });

  it('offers of a job that is gone nothing that cannot be done', async () => {
    job.costs = { ...job.costs, charged: 0, free: true, ceiling: 2 };
    job.health = { heard: null, problem: { kind: 'missing', message: '' } };
    job.update({ status: 'Failed' });
    await show({ results: [{ name: 'model', state: 'on demand' }] });
    expect(stage.node.textContent).toContain('Free here');
    expect(stage.node.textContent).not.toMatch(/so far|at most/);
    const names = ['Log', 'Get', 'Get model', 'Run again', 'Details'];
    expect(names.filter(name => stage.button(name))).toEqual([
      'Run again',
      'Details'
    ]);
  });

  it('says what a job that is gone has cost, as its notebook kept it', async () => {
    job.costs = { ...job.costs, charged: 0, free: true, ceiling: 2 };
    job.health = { heard: null, problem: { kind: 'missing', message: '' } };
    job.update({ status: 'Completed' });
    await show({ status: 'Completed', cost: 0, aws_cost: 0.5, ceiling: 2 });
    expect(stage.node.textContent).toContain('Free here; $0.50 on AWS');
  });

  it('says what the job waits for, until it runs', async () => {
    const message = `${EVIL} no capacity`;
    const phases = [{ name: 'Starting', started: 1, ended: null, message }];
    job.update({ status: 'InProgress', secondary: 'Starting', phases });
    await show();
    expect(stage.node.textContent).toContain(message);
    expect(stage.node.querySelector('img')).toBeNull();
    act(() =>
      job.update({
        secondary: 'Training',
        phases: [{ ...phases[0], name: 'Training' }]
      })
    );
    expect(stage.node.textContent).not.toContain(message);
  });

  it('shows what the notebook kept when the backend is not known', async () => {
    await show(
      {
        backend: 'stranger',
        status: 'Completed',
        results: [{ name: 'model' }],
        html: KEPT
      },
      null,
      true
    );
    expect(stage.node.textContent).toContain('“stranger” is not set up');
    expect(stage.node.textContent).toContain('Done');
    expect(stage.node.textContent).toContain('model');
    expect(stage.node.textContent).toContain('kept');
    expect(stage.button('Stop')).toBeUndefined();
  });

  it('shows what was kept only until the job’s own record is found', async () => {
    job.update({ status: 'Completed' });
    await show({ html: KEPT });
    expect(stage.node.textContent).toContain('kept');
    act(() =>
      job.record.push({
        type: 'display_data',
        part: null,
        data: { 'text/plain': 'recorded' },
        metadata: {},
        displayId: ''
      })
    );
    expect(stage.node.textContent).toContain('recorded');
    expect(stage.node.textContent).not.toContain('kept');
  });

  it('says since when it knows no more', async () => {
    await show();
    act(() => {
      job.health = {
        heard: 60_000,
        problem: { kind: 'unreachable', message: '' }
      };
      job.update({});
    });
    expect(stage.node.textContent).toMatch(/does not answer.*state of/);
  });

  it('shows hostile JSON, logs and outputs as text', async () => {
    job.update({ status: 'Failed', reason: EVIL });
    await show({
      type: EVIL,
      notes: [EVIL],
      results: [{ name: EVIL, state: EVIL }],
      files: [{ path: EVIL, state: EVIL, reason: EVIL }],
      error: { type: EVIL, message: EVIL, traceback: EVIL }
    });
    act(() => {
      job.log.push(EVIL);
      job.record.push({
        type: 'display_data',
        part: null,
        data: {
          'text/html':
            `${EVIL}<script>evil = true</script><a href="javascript:x">go</a>` +
            '<table onclick="x"><tr><td colspan="2" style="x">1</td></tr></table>'
        },
        metadata: {},
        displayId: ''
      });
    });
    expect(stage.node.querySelector('img, script, a, [style*=x]')).toBeNull();
    expect(stage.node.querySelector('[onclick], [onerror]')).toBeNull();
    expect(stage.node.querySelector('td')!.colSpan).toBe(2);
    expect(stage.node.textContent).toContain(EVIL);
  });

  it('shows the source of Markdown, and names what is interactive', async () => {
    await show();
    const display = (data: Record<string, string>) => ({
      type: 'display_data' as const,
      part: null,
      data,
      metadata: {},
      displayId: ''
    });
    act(() =>
      job.record.push(
        display({ 'text/markdown': '# Title', 'text/plain': '<Markdown>' }),
        display({
          'text/html': '<div id="plot"></div><script>draw()</script>',
          'text/plain': 'Figure({...})'
        })
      )
    );
    const { textContent } = stage.node;
    expect(textContent).toContain('# Title');
    expect(textContent).not.toContain('<Markdown>');
    expect(textContent).toContain('a card does not run it');
    expect(textContent).toContain('Figure({...})');
    expect(textContent).not.toContain('draw()');
  });

  describe('of an interactive output', () => {
    const HTML = '<div id="plot"></div><script>globalThis.evil = 1</script>';
    const PLOTLY = { 'application/vnd.plotly.v1+json': { data: [] } };
    const button = () => stage.button('Show');

    const pushed = async (data: object, status: 'InProgress' | 'Completed') => {
      job.update({ status });
      await show();
      act(() =>
        job.record.push({
          type: 'display_data',
          part: null,
          data: { ...data, 'text/plain': 'Figure({...})' },
          metadata: {},
          displayId: ''
        })
      );
    };

    afterEach(() => {
      expect(stage.node.querySelector('script')).toBeNull();
      expect(globalThis).not.toHaveProperty('evil');
    });

    it.each([
      ['with HTML', { ...PLOTLY, 'text/html': HTML }],
      ['with HTML alone', { 'text/html': HTML }],
      ['without HTML', PLOTLY]
    ])('shows it in a cell, on a click: %s', async (_, data) => {
      await pushed(data, 'Completed');
      expect(calls).toEqual([]);
      act(() => button()!.click());
      expect(calls).toEqual([['showOutputs']]);
      expect(stage.node.textContent).toContain('Figure({...})');
    });

    it('offers that once the job has ended', async () => {
      await pushed({ 'text/html': HTML }, 'InProgress');
      expect(button()).toBeUndefined();
      expect(stage.node.textContent).toContain('Once the job has ended');
      act(() => job.update({ status: 'Stopped' }));
      expect(button()).toBeDefined();
    });

    it('offers that as soon as there is a kernel, and the line until then', async () => {
      hasKernel = false;
      await pushed({ 'text/html': HTML }, 'Completed');
      expect(button()).toBeUndefined();
      const line = '%offload show cell-1 --backend local';
      expect(stage.node.textContent).toContain(line);
      hasKernel = true;
      act(() => kernelChanged.emit());
      expect(button()).toBeDefined();
      expect(stage.node.textContent).not.toContain(line);
    });

    it('names the line where the card stands in no notebook', async () => {
      await pushed({ 'text/html': HTML }, 'Completed');
      await show({}, job, false, { ...actions, showOutputs: null });
      expect(button()).toBeUndefined();
      expect(stage.node.textContent).toContain('%offload show cell-1');
    });

    it.each([
      ['a table', { ...PLOTLY, 'text/html': '<table><td>1</td></table>' }],
      ['a widget', { 'application/vnd.jupyter.widget-view+json': {} }],
      ['text', {}]
    ])('offers nothing beside %s', async (_, data) => {
      await pushed(data, 'Completed');
      expect(button()).toBeUndefined();
      expect(stage.node.textContent).not.toContain('Interactive');
    });
  });

  it('survives an SVG that is no text', async () => {
    job.update({ status: 'InProgress' });
    await show();
    act(() =>
      job.record.push({
        type: 'display_data',
        part: null,
        data: { 'image/svg+xml': '<svg>\ud800</svg>' },
        metadata: {},
        displayId: ''
      })
    );
    expect(stage.node.querySelector('img')?.src).toContain('%EF%BF%BD');
    expect(stage.button('Stop')).toBeDefined();
  });

  it('says how a job of several cells ended where it ended', async () => {
    const reason = 'AlgorithmError: KeyError: lost, exit code: 1';
    job.update({ status: 'Failed', reason });
    const text = async (index: number, state: string) => {
      await show({ part: { index, count: 3, state } });
      return stage.node.textContent;
    };
    expect(await text(0, 'done')).toMatch(/^Done/);
    expect(await text(0, 'done')).not.toContain('lost');
    expect(await text(1, 'ended')).toMatch(/^Failed.*KeyError: lost\./);
    expect(await text(2, 'not run')).toMatch(/^Did not run.*ended before this/);
    expect(await text(2, 'not run')).not.toContain('lost');
  });

  it('says of a kept card that its cell did not run', async () => {
    const part = { index: 1, count: 2, state: 'not run' };
    await show({ status: 'Stopped', part }, null);
    expect(stage.node.textContent).toMatch(/^Did not run/);
  });

  it('opens what the job wrote, and gets what is not here', async () => {
    const size = 7;
    await show({
      folder: '',
      files: [
        { path: 'a.csv', size, state: 'here', reason: '' },
        { path: 'b.pt', size, state: 'kept yours', reason: '' }
      ]
    });
    act(() => stage.button('a.csv')!.click());
    act(() => stage.button('Get b.pt')!.click());
    expect(calls).toEqual([
      ['openFile', '', 'a.csv'],
      ['getResults', 'b.pt']
    ]);
  });

  it('shows only its own part of a job of several cells', async () => {
    await show({ part: { index: 1, count: 2 } });
    const display = (part: number, text: string) => ({
      type: 'display_data' as const,
      part,
      data: { 'text/plain': text },
      metadata: {},
      displayId: ''
    });
    const print = (part: number, text: string) => ({
      type: 'stream' as const,
      name: 'stdout' as const,
      part,
      text
    });
    act(() => {
      job.log.push('one', 'two');
      job.record.push(display(0, 'first'), display(1, 'second'));
      job.record.push(print(0, 'one\n'), print(1, 'a\rtw'), print(1, 'o\n'));
    });
    const end = stage.node.querySelector('.jp-Offload-logEnd')!;
    expect(end.textContent).toBe('two\n');
    expect(stage.node.textContent).toContain('part 2 of 2');
    expect(stage.node.textContent).toContain('second');
    expect(stage.node.textContent).not.toContain('first');
  });
});
