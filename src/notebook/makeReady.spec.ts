import type { Notebook } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import type { KernelQuestions } from './kernelQuestions';
import { makeReady } from './makeReady';
import { NoAnswerError } from './patience';

describe('makeReady', () => {
  function ready(
    answer: () => Promise<unknown>,
    mustWait = { value: false }
  ): Promise<boolean> {
    const questions = {
      get mustWait() {
        return mustWait.value;
      },
      ask: answer
    } as unknown as KernelQuestions;
    return makeReady({
      notebook: {} as unknown as Notebook,
      questions,
      patiently: asked => asked,
      trans: nullTranslator.load('jupyterlab_offload'),
      run: () => Promise.resolve(true)
    });
  }

  it('is ready where the kernel knows the magic', async () => {
    const data = { 'text/plain': "'ready'" };
    const answer = { status: 'ok', data };
    await expect(ready(() => Promise.resolve(answer))).resolves.toBe(true);
  });

  it('does not ask a busy kernel', async () => {
    const ask = jest.fn();
    await expect(ready(ask, { value: true })).resolves.toBe(true);
    expect(ask).not.toHaveBeenCalled();
  });

  it('goes on where a cell has begun that keeps the answer away', async () => {
    const mustWait = { value: false };
    const ask = () => {
      mustWait.value = true;
      return Promise.reject(new NoAnswerError());
    };
    await expect(ready(ask, mustWait)).resolves.toBe(true);
  });

  it('hands on that a kernel does not answer', async () => {
    const ask = () => Promise.reject(new NoAnswerError());
    await expect(ready(ask)).rejects.toBeInstanceOf(NoAnswerError);
  });
});
