import type { ILogLine } from '../interfaces';

/** Lines in a block at most; a full one becomes one string. */
const BLOCK = 4096;

/** Bytes from which on a block is full with fewer lines. */
const BLOCK_BYTES = 4 * 2 ** 20;

/** Bytes of a line beside its text: its end, time and host. */
const BESIDE = 14;

/** Stands for each line that was let go. */
const GONE: ILogLine = { text: '', time: null, host: 1 };

/**
 * Many lines in little memory: whole blocks are one string each, because a
 * million small objects would be a hundred megabytes by themselves.
 *
 * A job may print without end: the oldest blocks are let go beyond what a page
 * can hold. All lines keep their numbers.
 */
export class LogBuffer {
  constructor(private _most: LogBuffer.IMost = LogBuffer.MOST) {}

  /** All lines that came, those included that were let go. */
  get length(): number {
    return this._start + this._open.length;
  }

  /** The first line that is still held. */
  get first(): number {
    return this._blocks[0]?.start ?? this._start;
  }

  push(line: ILogLine): void {
    const bytes = BESIDE + 2 * line.text.length;
    this._open.push(line);
    this._openBytes += bytes;
    this._bytes += bytes;
    if (this._open.length === BLOCK || this._openBytes >= BLOCK_BYTES) {
      this._close();
    }
  }

  /** Lines `start` up to but not including `end`; empty ones where they are gone. */
  lines(start: number, end: number): ILogLine[] {
    const found: ILogLine[] = [];
    const last = Math.min(end, this.length);
    let index = Math.max(0, start);
    for (const until = Math.min(last, this.first); index < until; index++) {
      found.push(GONE);
    }
    for (const block of this._blocks) {
      const until = Math.min(last, block.end);
      for (; index < until; index++) {
        found.push(block.line(index));
      }
    }
    for (; index < last; index++) {
      found.push(this._open[index - this._start]);
    }
    return found;
  }

  private _close(): void {
    this._blocks.push(
      new Private.Block(this._start, this._openBytes, this._open)
    );
    this._start += this._open.length;
    this._open = [];
    this._openBytes = 0;
    while (
      this._blocks.length > 1 &&
      (this._bytes > this._most.bytes ||
        this._start - this.first > this._most.lines)
    ) {
      this._bytes -= this._blocks.shift()!.bytes;
    }
  }

  private _blocks: Private.Block[] = [];
  private _bytes = 0;
  private _open: ILogLine[] = [];
  private _openBytes = 0;
  /** The number of the first open line. */
  private _start = 0;
}

export namespace LogBuffer {
  /** What is held of one log. */
  export interface IMost {
    /** Two for each unit of UTF-16: as much as an engine may need. */
    readonly bytes: number;
    readonly lines: number;
  }

  /**
   * A million lines of a hundred letters, which with others like them a tab
   * survives. Chrome scrolls through no more lines: its elements end at
   * 33,554,428 pixels.
   */
  export const MOST: IMost = { bytes: 256 * 2 ** 20, lines: 1_800_000 };
}

namespace Private {
  export class Block {
    constructor(
      readonly start: number,
      readonly bytes: number,
      lines: readonly ILogLine[]
    ) {
      this._ends = new Uint32Array(lines.length);
      this._times = new Float64Array(lines.length);
      this._hosts = new Uint16Array(lines.length);
      let end = 0;
      lines.forEach(({ text, time, host }, index) => {
        end += text.length;
        this._ends[index] = end;
        this._times[index] = time ?? NaN;
        this._hosts[index] = host;
      });
      this._text = lines.map(line => line.text).join('');
    }

    get end(): number {
      return this.start + this._ends.length;
    }

    /** The line of a number among all. */
    line(number: number): ILogLine {
      const index = number - this.start;
      const start = index === 0 ? 0 : this._ends[index - 1];
      const time = this._times[index];
      return {
        text: this._text.slice(start, this._ends[index]),
        time: Number.isNaN(time) ? null : time,
        host: this._hosts[index]
      };
    }

    private _ends: Uint32Array;
    private _times: Float64Array;
    private _hosts: Uint16Array;
    private _text: string;
  }
}
