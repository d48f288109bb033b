import type { IWord } from './words';
import { quote, splitLine } from './words';

/**
 * The options that take no value: without knowing them, `--wait ml.m5.large`
 * could not be told from `--name ml.m5.large`. A test of the kernel's table of
 * options compares this list with it.
 */
export const FLAGS: ReadonlySet<string> = new Set([
  '--allow-secret',
  '--wait',
  '--no-wait',
  '--dry-run',
  '--again'
]);

/** What may be said instead of a type. */
const NEEDS = ['--gpu', '--memory', '--cpu'];

/**
 * What stands behind `%%offload`. A line is never changed: `with…` give another
 * one, in which everything else stands where and as it was written.
 */
export class MagicLine {
  /** Read a line, without `%%offload`. Throws LineError. */
  static parse(line: string): MagicLine {
    const { words, remark } = splitLine(line);
    return new MagicLine(Private.pair(words), remark);
  }

  private constructor(pieces: readonly Private.IPiece[], remark: string) {
    this._pieces = pieces;
    this._remark = remark;
  }

  /** The instance type, null when none is named. */
  get type(): string | null {
    return this.get('');
  }

  /** The option's value, the empty string for a flag; null if it is not there. */
  get(name: string): string | null {
    return this._pieces.find(piece => piece.name === name)?.value ?? null;
  }

  /** Name the type, and drop what the cell was said to need; null names none. */
  withType(type: string | null): MagicLine {
    if (type === null) {
      return this.without('');
    }
    const named = this._with('', type, quote(type), true);
    return named.without(...NEEDS);
  }

  /** Set an option that has a value, where it stands or at the end. */
  withOption(name: string, value: string | null): MagicLine {
    return value === null
      ? this.without(name)
      : this._with(name, value, `${name} ${quote(value)}`, false);
  }

  /** Leave options out. */
  without(...names: readonly string[]): MagicLine {
    return this._filtered(piece => !names.includes(piece.name));
  }

  /** Leave all other options, the type and the remark out. */
  only(...names: readonly string[]): MagicLine {
    const kept = this._filtered(piece => names.includes(piece.name));
    return new MagicLine(kept._pieces, '');
  }

  /** The line, without `%%offload`. */
  toString(): string {
    const words = this._pieces.map(piece => piece.raw);
    return [...words, ...(this._remark ? [this._remark] : [])].join(' ');
  }

  private _with(
    name: string,
    value: string,
    raw: string,
    first: boolean
  ): MagicLine {
    const piece = { name, value, raw };
    const at = this._pieces.findIndex(one => one.name === name);
    const pieces = [...this._pieces];
    if (at !== -1 && pieces[at].value !== value) {
      pieces[at] = piece;
    } else if (at === -1 && first) {
      pieces.unshift(piece);
    } else if (at === -1) {
      pieces.push(piece);
    }
    return new MagicLine(pieces, this._remark);
  }

  private _filtered(keep: (piece: Private.IPiece) => boolean): MagicLine {
    return new MagicLine(this._pieces.filter(keep), this._remark);
  }

  private readonly _pieces: readonly Private.IPiece[];
  private readonly _remark: string;
}

namespace Private {
  /** An option with its value, or the type, whose name is empty. */
  export interface IPiece {
    readonly name: string;
    readonly value: string;
    readonly raw: string;
  }

  export function pair(words: readonly IWord[]): IPiece[] {
    const pieces: IPiece[] = [];
    for (let at = 0; at < words.length; at++) {
      const { text, raw } = words[at];
      const equals = text.indexOf('=');
      if (!text.startsWith('-') || text.length === 1) {
        pieces.push({ name: '', value: text, raw });
      } else if (equals !== -1) {
        const value = text.slice(equals + 1);
        pieces.push({ name: text.slice(0, equals), value, raw });
      } else if (FLAGS.has(text) || at + 1 === words.length) {
        pieces.push({ name: text, value: '', raw });
      } else {
        at += 1;
        const value = words[at];
        pieces.push({
          name: text,
          value: value.text,
          raw: `${raw} ${value.raw}`
        });
      }
    }
    return pieces;
  }
}
