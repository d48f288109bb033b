import { DisposableDelegate } from '@lumino/disposable';
import type { IDisposable } from '@lumino/disposable';
import type { ILooking } from '../polling/lane';

/**
 * Keeps something looked at while at least one person wants it. `start` begins
 * the looking; null: there is nothing to look at.
 */
export class Followers {
  constructor(private _start: () => ILooking | null) {}

  get count(): number {
    return this._count;
  }

  add(): IDisposable {
    this._count += 1;
    this._looking ??= this._start();
    return new DisposableDelegate(() => {
      this._count -= 1;
      if (this._count === 0) {
        this.stop();
      }
    });
  }

  /** Nothing more comes; whoever follows later starts again. */
  stop(): void {
    this._looking?.dispose();
    this._looking = null;
  }

  /** Look at something else from now on, if somebody wants it. */
  restart(): void {
    this.stop();
    if (this._count > 0) {
      this._looking = this._start();
    }
  }

  hurry(): void {
    this._looking?.hurry();
  }

  skip(): void {
    this._looking?.skip();
  }

  private _count = 0;
  private _looking: ILooking | null = null;
}
