import { nullTranslator } from '@jupyterlab/translation';
import React, { act } from 'react';
import { Heights, Stage } from '../../components/testing';
import { FakeJob } from '../../jobs/testing';
import { LogPanel } from './logPanel';

describe('LogPanel', () => {
  let stage: Stage;
  let job: FakeJob;

  const element = (name: string) =>
    stage.node.querySelector<HTMLElement>(`.jp-Offload-${name}`)!;

  const scrollTo = (top: number) =>
    act(async () => {
      element('logScroller').scrollTop = top;
      element('logScroller').dispatchEvent(new Event('scroll'));
    });

  beforeEach(async () => {
    jest.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(400);
    jest
      .spyOn(Element.prototype, 'scrollHeight', 'get')
      .mockImplementation(function (this: Element) {
        const lines = this.querySelector<HTMLElement>('.jp-Offload-lines');
        return parseFloat(lines?.style.height ?? '0');
      });
    Heights.install();
    Heights.set('.jp-Offload-lineProbe', 17.2);
    job = new FakeJob({ backend: 'local', name: 'a', status: 'InProgress' });
    job.log.push(...Array.from({ length: 1000 }, (_, at) => `line ${at}`));
    stage = new Stage();
    await stage.show(
      <LogPanel job={job} trans={nullTranslator.load('jupyterlab_offload')} />
    );
  });

  afterEach(() => {
    stage.dispose();
    jest.restoreAllMocks();
  });

  it('gives each line the room that it needs in the theme’s font', () => {
    expect(element('line').style.height).toBe('18px');
    expect(element('lines').style.lineHeight).toBe('18px');
    expect(element('lines').style.height).toBe('18000px');
  });

  it('shows the same lines when the font becomes larger, and can go to others', async () => {
    await scrollTo(500 * 18);
    await act(async () => Heights.set('.jp-Offload-lineProbe', 30));
    expect(element('line').style.height).toBe('30px');
    expect(element('lines').style.height).toBe('30000px');
    expect(element('logScroller').scrollTop).toBe(500 * 30);
    expect(element('lines').textContent).toContain('line 505');
    await scrollTo(100 * 30);
    expect(element('lines').textContent).toContain('line 105');
  });

  it('keeps the last lines in reach where all have no room', async () => {
    // A browser cuts an element of as many lines, each as high.
    await act(async () => Heights.set('.jp-Offload-lineProbe', 100_000));
    const height = parseFloat(element('lines').style.height);
    expect(height).toBeGreaterThan(33_554_428 / 3);
    expect(height).toBeLessThanOrEqual(33_554_428);
    expect(stage.node.textContent).toContain('neither shown nor searched');
  });

  it('stays at the end when the font becomes larger', async () => {
    expect(element('logScroller').scrollTop).toBe(18_000);
    await act(async () => Heights.set('.jp-Offload-lineProbe', 30));
    expect(element('logScroller').scrollTop).toBe(30_000);
  });

  it('keeps its lines’ height while it is hidden', async () => {
    await act(async () => Heights.set('.jp-Offload-lineProbe', 0));
    expect(element('line').style.height).toBe('18px');
  });
});
