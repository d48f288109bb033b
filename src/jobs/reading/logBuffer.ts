import type { ILogLine } from '../interfaces';

/** Lines in a block; a full one becomes one string. */
const BLOCK = 4096;

/**
 * Many lines in little memory: whole blocks are one string each, because a
 * million small objects would be a hundred megabytes by themselves.
 */
export class LogBuffer {
  get length(): number {
    return this._blocks.length * BLOCK + this._open.length;
  }

  push(line: ILogLine): void {
    this._open.push(line);
    if (this._open.length === BLOCK) {
      this._blocks.push(new Private.Block(this._open));
      this._open = [];
    }
  }

  clear(): void {
    this._blocks = [];
    this._open = [];
  }

  /** Lines `start` up to but not including `end`. */
  lines(start: number, end: number): ILogLine[] {
    const found: ILogLine[] = [];
    const last = Math.min(end, this.length);
    for (let index = Math.max(0, start); index < last; index++) {
      const block = this._blocks[Math.floor(index / BLOCK)];
      found.push(block ? block.line(index % BLOCK) : this._open[index % BLOCK]);
    }
    return found;
  }

  private _blocks: Private.Block[] = [];
  private _open: ILogLine[] = [];
}

namespace Private {
  export class Block {
    constructor(lines: readonly ILogLine[]) {
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

    line(index: number): ILogLine {
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
