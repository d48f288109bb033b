import type { ISignal } from '@lumino/signaling';

/** Of which jobs the user wants to be told, as the settings say. */
export class Preferences {
  /** Shorter successful jobs are not told of; null: none is. Seconds. */
  get minimum(): number | null {
    return this._minimum;
  }

  /** Take the values from the settings, now and whenever they change. */
  follow(settings: Preferences.ISettings): void {
    const read = () => {
      const wanted = settings.get('notifyEnd').composite !== false;
      const least = settings.get('notifyAfter').composite;
      this._minimum = wanted ? (typeof least === 'number' ? least : 0) : null;
    };
    settings.changed.connect(read, this);
    read();
  }

  private _minimum: number | null = 10;
}

export namespace Preferences {
  /** The part of the settings that is used. */
  export interface ISettings {
    get(key: string): { composite: unknown };
    readonly changed: ISignal<unknown, void>;
  }
}
