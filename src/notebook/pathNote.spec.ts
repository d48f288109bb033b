import type { NotebookPanel } from '@jupyterlab/notebook';
import { notePath, noteExpression } from './pathNote';

/** A notebook with a kernel that keeps what it is asked. */
class FakeNotebook {
  readonly asked: object[] = [];
  done: Promise<unknown> = Promise.resolve({ content: { status: 'ok' } });
  readonly kernel = {
    subshellId: null,
    requestExecute: (content: object) => {
      this.asked.push(content);
      return { done: this.done };
    }
  };
  readonly context = { localPath: 'a/new.ipynb' };
  readonly sessionContext: { session: { kernel: object } | null } = {
    session: { kernel: this.kernel }
  };

  note(source: string): Promise<void> {
    return notePath(this as unknown as NotebookPanel, source);
  }
}

describe('notePath', () => {
  it.each([
    '%%offload\nx = 1',
    '\n  %%offload ml.m5.large --spot\nx = 1',
    '%%time\n%offload train.py'
  ])('is sent before %j, with no trace', async source => {
    const notebook = new FakeNotebook();
    const noted = notebook.note(source);
    // Not later: the cell is sent right after.
    expect(notebook.asked).toEqual([
      {
        code: '',
        silent: true,
        store_history: false,
        allow_stdin: false,
        stop_on_error: false,
        user_expressions: { answer: noteExpression('a/new.ipynb', '') }
      }
    ]);
    await noted;
  });

  it.each([
    'x = 1',
    '# %%offload',
    '%load_ext jupyterlab_offload',
    '%%offloads',
    ''
  ])('is not sent before %j', async source => {
    const notebook = new FakeNotebook();
    await notebook.note(source);
    expect(notebook.asked).toEqual([]);
  });

  it('is not sent where there is no kernel', async () => {
    const notebook = new FakeNotebook();
    notebook.sessionContext.session = null;
    await notebook.note('%%offload');
    expect(notebook.asked).toEqual([]);
  });

  it('leaves it to the cell to show that the kernel is gone', async () => {
    const notebook = new FakeNotebook();
    notebook.done = Promise.reject(new Error('Canceled'));
    await expect(notebook.note('%%offload')).resolves.toBeUndefined();
  });
});

describe('noteExpression', () => {
  it('has hostile names as strings, which stay strings', () => {
    const hostile = `"); import os #\\\n'\ud800{x}`;
    expect(noteExpression(hostile, '/srv/"lab')).toBe(
      '__import__("sys").modules["jupyterlab_offload.kernel.extension"]' +
        '.notebook_is("\\"); import os #\\\\\\n\'\\ud800{x}", "/srv/\\"lab")'
    );
  });
});
