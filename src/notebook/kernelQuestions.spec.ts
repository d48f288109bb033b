import type { Kernel } from '@jupyterlab/services';
import { KernelQuestions } from './kernelQuestions';

/** As much of a kernel's connection as is used. */
class FakeKernel {
  status = 'idle';
  supportsSubshells = false;
  subshellId: string | null = null;
  isDisposed = false;
  readonly asked: { expression: string; subshell: string | null }[] = [];
  readonly deleted: string[] = [];
  disposed = 0;
  creations = 0;
  reply: object = {
    status: 'ok',
    user_expressions: { answer: { status: 'ok' } }
  };
  done: Promise<unknown> | null = null;

  requestExecute(content: {
    silent: boolean;
    user_expressions: { answer: string };
  }): object {
    expect(content.silent).toBe(true);
    this.asked.push({
      expression: content.user_expressions.answer,
      subshell: this.subshellId
    });
    return {
      done: this.done ?? Promise.resolve({ content: this.reply }),
      dispose: () => {
        this.disposed += 1;
      }
    };
  }

  requestCreateSubshell(): object {
    this.creations += 1;
    return { done: Promise.resolve({ content: { subshell_id: 'side' } }) };
  }

  requestDeleteSubshell(content: { subshell_id: string }): void {
    this.deleted.push(content.subshell_id);
  }
}

function questionsOf(kernel: FakeKernel): KernelQuestions {
  return new KernelQuestions(kernel as unknown as Kernel.IKernelConnection);
}

describe('KernelQuestions', () => {
  it('asks beside a running cell where the kernel can, in one subshell', async () => {
    const kernel = new FakeKernel();
    kernel.supportsSubshells = true;
    kernel.status = 'busy';
    const questions = questionsOf(kernel);
    expect(questions.mustWait).toBe(false);
    await expect(questions.ask('1')).resolves.toEqual({ status: 'ok' });
    await questions.ask('2');
    expect(kernel.asked).toEqual([
      { expression: '1', subshell: 'side' },
      { expression: '2', subshell: 'side' }
    ]);
    expect(kernel.creations).toBe(1);
    // What else the notebook sends goes where it went before.
    expect(kernel.subshellId).toBeNull();
    questions.dispose();
    await Promise.resolve();
    expect(kernel.deleted).toEqual(['side']);
  });

  it('knows when an answer has to wait', async () => {
    const kernel = new FakeKernel();
    const questions = questionsOf(kernel);
    expect(questions.mustWait).toBe(false);
    kernel.status = 'busy';
    expect(questions.mustWait).toBe(true);
    await questions.ask('1');
    expect(kernel.asked).toEqual([{ expression: '1', subshell: null }]);
    questions.dispose();
    await Promise.resolve();
    expect(kernel.deleted).toEqual([]);
  });

  it('has no answer where the kernel reports an error', async () => {
    const kernel = new FakeKernel();
    kernel.reply = { status: 'error' };
    const questions = questionsOf(kernel);
    await expect(questions.ask('1')).resolves.toBeUndefined();
    questions.dispose();
  });

  it('drops a question that is open when it is gone', async () => {
    const kernel = new FakeKernel();
    kernel.done = new Promise(() => undefined);
    const questions = questionsOf(kernel);
    void questions.ask('1');
    await Promise.resolve();
    questions.dispose();
    expect(kernel.disposed).toBe(1);
  });
});
