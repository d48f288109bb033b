import type { IConfigModel } from '../tokens';

/** Asks for the configuration again, however often it is told to not too often. */
export class Again {
  constructor(private _options: Again.IOptions) {}

  /** Ask soon; what is asked for while that is due is the same question. */
  ask(): void {
    if (this._isDue) {
      return;
    }
    this._isDue = true;
    const { config, clock = () => performance.now() } = this._options;
    const wait = Math.max(0, this._last + Again.REST - clock());
    const { later = setTimeout } = this._options;
    later(() => {
      this._isDue = false;
      this._last = clock();
      void config.refresh();
    }, wait);
  }

  private _isDue = false;
  private _last = -Infinity;
}

export namespace Again {
  /** Milliseconds between two questions at the least. */
  export const REST = 15_000;

  export interface IOptions {
    readonly config: IConfigModel;
    /** Milliseconds that never go back. */
    readonly clock?: () => number;
    readonly later?: (action: () => void, milliseconds: number) => unknown;
  }
}
