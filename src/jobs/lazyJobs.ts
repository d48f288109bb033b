import { PromiseDelegate } from '@lumino/coreutils';
import type { IJobs, IJobStore } from '../tokens';

/** Has the store made when it is first needed. */
export class LazyJobs implements IJobs {
  constructor(private readonly _make: () => Promise<IJobStore>) {}

  get ready(): Promise<IJobStore> {
    return this._ready.promise;
  }

  async load(): Promise<IJobStore> {
    try {
      const store = await (this._loading ??= this._make());
      this._ready.resolve(store);
      return store;
    } catch (error) {
      // A chunk that did not come is asked for again the next time.
      this._loading = null;
      throw error;
    }
  }

  private _loading: Promise<IJobStore> | null = null;
  private readonly _ready = new PromiseDelegate<IJobStore>();
}
