import type { IBudget } from './pace';

/** Counts what was asked against a budget. `now` is in ms and never goes back. */
export class Bucket {
  constructor(burst: number, now: number) {
    this._left = burst;
    this._at = now;
  }

  /** How many ms until something may be asked; 0: now. */
  wait(budget: IBudget, now: number): number {
    this._fill(budget, now);
    return this._left >= 1
      ? 0
      : Math.ceil(((1 - this._left) / budget.perSecond) * 1000);
  }

  /** Take one, also when none is left: then so much longer must be waited. */
  take(): void {
    this._left -= 1;
  }

  private _fill(budget: IBudget, now: number): void {
    const gained = ((now - this._at) / 1000) * budget.perSecond;
    this._left = Math.min(budget.burst, this._left + gained);
    this._at = now;
  }

  private _left: number;
  private _at: number;
}
