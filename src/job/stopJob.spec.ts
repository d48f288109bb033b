import { nullTranslator } from '@jupyterlab/translation';
import { ProblemError } from '../aws/problem';
import { FakeJob } from '../jobs/testing';
import { stopJob } from './stopJob';

/** Press the last button of the dialog that comes; its words. */
async function answer(): Promise<string> {
  let dialog: Element | null = null;
  while (!dialog) {
    await new Promise(resolve => setTimeout(resolve, 0));
    dialog = document.querySelector('.jp-Dialog');
  }
  const words = dialog.textContent ?? '';
  dialog.querySelector<HTMLElement>('.jp-Dialog-button:last-child')!.click();
  return words;
}

describe('stopJob', () => {
  const trans = nullTranslator.load('jupyterlab_offload');
  const job = () =>
    new FakeJob({ backend: 'local', name: 'cell-1', status: 'InProgress' });

  it('stops a job after a question', async () => {
    const stopped = job();
    const done = stopJob(stopped, trans);
    await expect(answer()).resolves.toContain('cell-1');
    await done;
    expect(stopped.stops).toBe(1);
  });

  it('says in a person’s words why a job could not be stopped', async () => {
    const kept = job();
    kept.stop = () =>
      Promise.reject(new ProblemError('offline', 'TypeError: fetch'));
    const done = stopJob(kept, trans);
    await answer();
    const words = await answer();
    await done;
    expect(words).toContain('The Jupyter server does not answer. Try again.');
    expect(words).not.toContain('TypeError');
  });
});
