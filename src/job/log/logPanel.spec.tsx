import { Clipboard, Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import React, { act } from 'react';
import { Heights, Stage } from '../../components/testing';
import { FakeJob } from '../../jobs/testing';
import { saveLogLines } from '../magics';
import { LogPanel } from './logPanel';
import { logBlob } from './save';

const trans = nullTranslator.load('jupyterlab_offload');

/** jsdom lacks it. What is posted arrives with the next promises. */
class Channel {
  port1 = { onmessage: () => {}, close: () => {} };
  port2 = {
    postMessage: () => void Promise.resolve().then(() => this.port1.onmessage())
  };
}

/** In px, of a line that has not been measured. */
const LINE_HEIGHT = 18;

describe('LogPanel', () => {
  let stage: Stage;
  let job: FakeJob;

  beforeEach(async () => {
    Object.assign(globalThis, { MessageChannel: Channel });
    Heights.install();
    stage = new Stage();
    job = new FakeJob({ backend: 'local', name: 'cell-1' });
    job.log.push(...Array.from({ length: 9000 }, (_, index) => `is ${index}`));
    await stage.show(<LogPanel job={job} trans={trans} />);
    // jsdom lays nothing out.
    Object.defineProperty(scroller(), 'scrollHeight', {
      get: () => (job.log.length - job.log.first) * LINE_HEIGHT
    });
  });

  afterEach(() => stage.dispose());

  const scroller = () =>
    stage.node.querySelector<HTMLElement>('.jp-Offload-logScroller')!;

  /** What a browser tells after it has scrolled. */
  const scrolled = () =>
    act(async () => scroller().dispatchEvent(new Event('scroll')));

  const scrollTo = async (line: number) => {
    scroller().scrollTop = line * LINE_HEIGHT;
    await scrolled();
  };

  const letGo = (first: number) =>
    act(async () => {
      job.log.letGo(first);
      job.log.push('is newest');
    });

  /** The line at the upper edge, with its number. */
  const topLine = async () => {
    await scrolled();
    const top = scroller().scrollTop / LINE_HEIGHT;
    const lines = stage.node.querySelector<HTMLElement>('.jp-Offload-lines')!;
    const above = parseFloat(lines.style.paddingTop) / LINE_HEIGHT;
    const line = lines.children[top - above];
    const number = line.firstElementChild!.getAttribute('data-number');
    return `${number}: ${line.textContent}`;
  };

  it('copies all lines that are there, and says that it did', async () => {
    const copy = jest.spyOn(Clipboard, 'copyToSystem').mockReturnValue();
    const told = jest.spyOn(Notification, 'info').mockReturnValue('');
    // jsdom's blobs have no text.
    Object.assign(Blob.prototype, { text: async () => 'all of it' });
    await letGo(5);
    await act(async () => stage.button('Copy')!.click());
    expect(copy.mock.calls).toEqual([['all of it']]);
    expect(told.mock.calls[0][0]).toBe('Copied: 8996 lines');
    jest.restoreAllMocks();
  });

  it('says nothing of a log that is whole', () => {
    expect(stage.node.textContent).not.toContain('larger than a page');
    expect(stage.button('Copy')!.title).toBe('Copy the whole log');
  });

  it('says that first lines are gone, and how to have all of them', async () => {
    await letGo(4096);
    expect(stage.node.textContent).toContain(
      'The log is larger than a page can hold.' +
        ' Its first 4096 lines are neither shown nor searched.'
    );
    expect(stage.node.querySelector('pre')!.textContent).toBe(
      saveLogLines(job.id)
    );
    expect(stage.node.textContent).toContain('9001 lines');
    expect(stage.button('Copy')!.title).toBe('Copy the lines that are here');
    const saved = 'is 4096\n'.length * (9000 - 4096) + 'is newest\n'.length;
    expect(logBlob(job.log).size).toBe(saved);
  });

  it('offers no code with a name that is none', async () => {
    const evil = new FakeJob({ backend: 'local', name: '");evil("' });
    evil.log.push('a', 'b');
    evil.log.letGo(1);
    await stage.show(<LogPanel job={evil} trans={trans} />);
    expect(stage.node.textContent).toContain('larger than a page can hold');
    expect(stage.node.querySelector('pre')).toBeNull();
  });

  it('keeps what one reads in its place, with its number', async () => {
    await scrollTo(6000);
    expect(await topLine()).toBe('6001: is 6000');
    await letGo(4096);
    expect(await topLine()).toBe('6001: is 6000');
  });

  it('goes on from finding to finding among those that are there', async () => {
    const field = stage.node.querySelector('input')!;
    const own = Object.getOwnPropertyDescriptor(
      HTMLInputElement.prototype,
      'value'
    )!;
    await act(async () => {
      own.set!.call(field, 's 50');
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
    // 50, 50x and 50xx.
    expect(stage.node.textContent).toContain('1 of 111');
    await letGo(4096);
    expect(stage.node.textContent).toContain('1 of 100');
    await act(async () => stage.button('Next line')!.click());
    await scrolled();
    expect(stage.node.textContent).toContain('2 of 100');
    const current = stage.node.querySelector('.jp-mod-current')!;
    expect(current?.textContent).toBe('is 5001');
  });
});
