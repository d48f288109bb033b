import type { IDisposable } from '@lumino/disposable';
import type { IJobStore } from '../tokens';

/**
 * Keeps the list of jobs fresh while one of them is active, so that its end is
 * noticed; while none is, nothing is asked.
 */
export class Attention {
  constructor(private _store: IJobStore) {
    _store.changed.connect(this._follow, this);
    _store.jobChanged.connect(this._follow, this);
    this._follow();
  }

  /** Whether the list is kept fresh now. */
  get isWatching(): boolean {
    return this._watching !== null;
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
  private _watching: IDisposable | null = null;
}
