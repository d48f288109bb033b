import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';

/**
 * Asks a kernel for values without running anything of the user's: silent,
 * outside of the history, and beside a running cell where the kernel can.
 */
export class KernelQuestions implements IDisposable {
  constructor(private _kernel: Kernel.IKernelConnection) {}

  /** Whether an answer has to wait for a cell to end. */
  get mustWait(): boolean {
    return this._kernel.status === 'busy' && !this._kernel.supportsSubshells;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /**
   * The entry of `user_expressions` for a Python expression. Rejects when the
   * kernel ends or restarts before it answers.
   */
  async ask(expression: string): Promise<unknown> {
    const subshell = await this._open();
    const future = askSilently(this._kernel, expression, subshell);
    this._futures.add(future);
    try {
      const { content } = await future.done;
      return content.status === 'ok'
        ? content.user_expressions?.answer
        : undefined;
    } finally {
      this._futures.delete(future);
    }
  }

  /** Drop the questions that are open; the kernel stays as it is. */
  dispose(): void {
    this._isDisposed = true;
    this._futures.forEach(future => future.dispose());
    void this._subshell?.then(subshell => {
      if (subshell && !this._kernel.isDisposed) {
        this._kernel.requestDeleteSubshell({ subshell_id: subshell });
      }
    });
  }

  private _open(): Promise<string | null> {
    if (!this._kernel.supportsSubshells) {
      return Promise.resolve(null);
    }
    this._subshell ??= this._kernel
      .requestCreateSubshell({})
      .done.then(reply => reply.content.subshell_id ?? null)
      .catch(() => null);
    return this._subshell;
  }

  private _futures = new Set<IDisposable>();
  private _isDisposed = false;
  private _subshell: Promise<string | null> | null = null;
}

/**
 * Sends a Python expression to be evaluated, outside of the history and without
 * output. `null` as subshell: in the order in which cells are sent. The answer
 * is the reply's `user_expressions.answer`.
 */
export function askSilently(
  kernel: Kernel.IKernelConnection,
  expression: string,
  subshell: string | null
): Kernel.IShellFuture<
  KernelMessage.IExecuteRequestMsg,
  KernelMessage.IExecuteReplyMsg
> {
  const before = kernel.subshellId;
  // The connection is the notebook's: nothing else may be sent that way.
  kernel.subshellId = subshell;
  try {
    return kernel.requestExecute({
      code: '',
      silent: true,
      store_history: false,
      allow_stdin: false,
      stop_on_error: false,
      user_expressions: { answer: expression }
    });
  } finally {
    kernel.subshellId = before;
  }
}
