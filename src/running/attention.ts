import type { IDisposable } from '@lumino/disposable';
import type { IConfigModel, IJobStore } from '../tokens';

/**
 * Keeps the list of jobs fresh while one of them is active, so that its end is
 * noticed; while none is, nothing is asked.
 *
 * Once, when the backends are known, it asks for jobs that run already, but
 * does not start the local engine for that.
 */
export class Attention {
  constructor(
    private _store: IJobStore,
    private _config: IConfigModel
  ) {
    _config.changed.connect(this._look, this);
    _store.changed.connect(this._follow, this);
    _store.jobChanged.connect(this._follow, this);
    this._look();
    this._follow();
  }

  /** Whether the list is kept fresh now. */
  get isWatching(): boolean {
    return this._watching !== null;
  }

  private _look(): void {
    const { state } = this._config;
    if (this._looked || state.phase !== 'ready') {
      return;
    }
    const { active, backends, engine } = state.config;
    const paid = backends.some(one => one.name === active && one.paid);
    if (paid || engine.running) {
      this._looked = true;
      void this._store.refresh();
    }
  }

  /** A list that arrives changes thousands of jobs at once: count them once. */
  private _follow(): void {
    this._due ??= Promise.resolve().then(() => {
      this._due = null;
      this._count();
    });
  }

  private _count(): void {
    const active = this._store.spend().active > 0;
    if (active && !this._watching) {
      this._watching = this._store.watch();
    } else if (!active) {
      this._watching?.dispose();
      this._watching = null;
    }
  }

  private _due: Promise<void> | null = null;
  private _looked = false;
  private _watching: IDisposable | null = null;
}
