import type { ILogLine, ILogTail } from '../interfaces';
import { isForMachines } from './driverLines';

/** Lines that are held at once while many are looked through. */
const CHUNK = 4096;

/**
 * The newest lines of a log that are there for people, and how many of those
 * are before them. A job may log any number of metrics after its last word:
 * every line is looked at once, as it comes.
 */
export class NewestLines {
  constructor(
    private _tail: Pick<ILogTail, 'length' | 'first' | 'lines'>,
    private _most: number
  ) {
    // What came before anybody asked: of a long log only the end.
    const { length, first } = _tail;
    this._seen = Math.max(first, length - NewestLines.MOST_AT_FIRST);
    this._isCounted = this._seen === 0;
    this.readOn();
  }

  /** In the order in which they were written. */
  get lines(): readonly ILogLine[] {
    return this._lines;
  }

  /** How many lines for people are before them; null: not known. */
  get before(): number | null {
    return this._isCounted ? Math.max(0, this._count - this._most) : null;
  }

  /** Look at the lines that have come. */
  readOn(): void {
    const { length } = this._tail;
    while (this._seen < length) {
      const end = Math.min(length, this._seen + CHUNK);
      for (const line of this._tail.lines(this._seen, end)) {
        if (!isForMachines(line.text)) {
          this._lines.push(line);
          this._count += 1;
        }
      }
      this._seen = end;
      this._lines = this._lines.slice(-this._most);
    }
  }

  private _count = 0;
  private _isCounted: boolean;
  private _lines: ILogLine[] = [];
  private _seen: number;
}

export namespace NewestLines {
  /** Lines that are looked through at the beginning: no more than a moment's work. */
  export const MOST_AT_FIRST = 100_000;
}
