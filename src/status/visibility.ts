import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';

/** Whether the status item is shown, as the setting `showStatus` says. */
export class Visibility {
  get shown(): boolean {
    return this._shown;
  }

  get changed(): ISignal<Visibility, void> {
    return this._changed;
  }

  /** Take the value from the settings, now and whenever they change. */
  follow(settings: Visibility.ISettings): void {
    const read = () => {
      this._shown = settings.get('showStatus').composite !== false;
      this._changed.emit();
    };
    settings.changed.connect(read, this);
    read();
  }

  private _changed = new Signal<Visibility, void>(this);
  private _shown = true;
}

export namespace Visibility {
  /** The part of the settings that is used. */
  export interface ISettings {
    get(key: string): { composite: unknown };
    readonly changed: ISignal<unknown, void>;
  }
}
