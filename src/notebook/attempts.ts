/** Tells why nothing was sent, and offers to try `again`. */
export type SayFailure = (error: unknown, again: () => void) => void;

/**
 * Offloads from at most one form of each notebook: what is asked for meanwhile
 * brings no second one.
 */
export class Attempts<K extends { readonly isDisposed: boolean }> {
  constructor(private readonly _sayFailure: SayFailure) {}

  /**
   * Resolves when the task has ended, at once if another of this notebook runs.
   * Never rejects: what goes wrong is said, unless the notebook is closed.
   */
  async run(notebook: K, task: () => Promise<void>): Promise<void> {
    if (this._running.has(notebook)) {
      return;
    }
    this._running.add(notebook);
    try {
      await task();
    } catch (error) {
      if (!notebook.isDisposed) {
        this._sayFailure(error, () => void this.run(notebook, task));
      }
    } finally {
      this._running.delete(notebook);
    }
  }

  private readonly _running = new WeakSet<K>();
}
