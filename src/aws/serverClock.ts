/**
 * The time by the Jupyter server's clock, which AWS accepts for signing: a
 * laptop's own may be minutes off, and a running cost with it.
 */
export class ServerClock {
  constructor(private _local: () => number = () => Date.now()) {}

  /** Epoch ms. */
  readonly now = (): number => this._local() + this._offset;

  /** An answer said that it was `date`; to the second, and some time ago. */
  readonly heard = (date: number): void => {
    const offset = date - this._local();
    if (Number.isFinite(offset)) {
      this._offset = Math.abs(offset) > ServerClock.TOLERANCE ? offset : 0;
    }
  };

  private _offset = 0;
}

export namespace ServerClock {
  /** Milliseconds by which an answer may be late without a wrong clock. */
  export const TOLERANCE = 5000;
}
