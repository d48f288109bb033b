import type { IRunningSessions } from '@jupyterlab/running';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { IJobs } from '../tokens';

/** A section of the panel of running things, empty until `list` is called. */
export class JobSection implements IRunningSessions.IManager {
  constructor(private _options: JobSection.IOptions) {}

  get name(): string {
    return this._options.trans.__('Offloaded jobs');
  }

  get shutdownLabel(): string {
    return this._options.trans.__('Stop this job');
  }

  get shutdownAllLabel(): string {
    return this._options.trans.__('Stop All Jobs');
  }

  get shutdownAllConfirmationText(): string {
    return this._options.trans.__(
      'Stop all jobs that are shown here? What they have made so far comes back.'
    );
  }

  get runningChanged(): ISignal<this, void> {
    return this._runningChanged;
  }

  running(): IRunningSessions.IRunningItem[] {
    return this._items();
  }

  refreshRunning(): void {
    this._options.jobs
      .load()
      .then(store => store.refresh())
      .catch(() => {
        // The browser's console has the request that failed; the next one may not.
      });
  }

  shutdownAll(): void {
    this._items().forEach(item => item.shutdown?.());
  }

  /** List what `items` gives, from now on. */
  list(items: () => IRunningSessions.IRunningItem[]): void {
    this._items = items;
    this.update();
  }

  /** What is listed has changed. */
  update(): void {
    this._runningChanged.emit();
  }

  private _items: () => IRunningSessions.IRunningItem[] = () => [];
  private _runningChanged = new Signal<this, void>(this);
}

export namespace JobSection {
  export interface IOptions {
    readonly jobs: IJobs;
    readonly trans: TranslationBundle;
  }
}
