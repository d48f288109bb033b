import type { TranslationBundle } from '@jupyterlab/translation';

/** A word of a line, and where it stands in it. */
export interface IWord {
  /** As the magic reads it: without quotes and backslashes. */
  readonly text: string;
  /** As it was written. */
  readonly raw: string;
}

/** A line as the magic reads it. */
export interface ILineWords {
  readonly words: readonly IWord[];
  /** From the `#` on, or empty. */
  readonly remark: string;
}

/** A line that has no words: a quotation or an escape does not end. */
export class LineError extends Error {
  constructor(readonly kind: 'quotation' | 'escape') {
    super(`a ${kind} does not end`);
  }
}

/** What is wrong with a line, as a part of a sentence. */
export function lineErrorWords(
  { kind }: LineError,
  trans: TranslationBundle
): string {
  return kind === 'quotation'
    ? trans.__('a quotation mark has no second one')
    : trans.__('nothing stands behind its last backslash');
}

/**
 * Split a line as Python's `shlex.split(line, comments=True)` does, which is
 * what the kernel uses. Throws LineError.
 */
export function splitLine(line: string): ILineWords {
  const words: IWord[] = [];
  let at = 0;
  while (at < line.length) {
    if (Private.SPACE.includes(line[at])) {
      at += 1;
    } else if (line[at] === '#') {
      return { words, remark: line.slice(at).trimEnd() };
    } else {
      const word = Private.readWord(line, at);
      words.push(word);
      at += word.raw.length;
    }
  }
  return { words, remark: '' };
}

/** The word as it has to be written to be read as `text`. */
export function quote(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) {
    return text;
  }
  return `'${text.replace(/'/g, `'"'"'`)}'`;
}

namespace Private {
  export const SPACE = ' \t\r\n';

  /** The word that begins at `start`; it ends before white space or a `#`. */
  export function readWord(line: string, start: number): IWord {
    let text = '';
    let at = start;
    while (at < line.length && !SPACE.includes(line[at]) && line[at] !== '#') {
      const mark = line[at];
      if (mark === '\\') {
        text += escaped(line, at);
        at += 2;
      } else if (mark === '"' || mark === "'") {
        const [inside, end] = readQuoted(line, at);
        text += inside;
        at = end;
      } else {
        text += mark;
        at += 1;
      }
    }
    return { text, raw: line.slice(start, at) };
  }

  /** What stands between the quotation marks, and the place behind them. */
  function readQuoted(line: string, start: number): [string, number] {
    const mark = line[start];
    let text = '';
    let at = start + 1;
    while (at < line.length && line[at] !== mark) {
      if (mark === '"' && line[at] === '\\') {
        const next = escaped(line, at);
        // Within quotation marks a backslash escapes nothing but these two.
        text += next === '"' || next === '\\' ? next : `\\${next}`;
        at += 2;
      } else {
        text += line[at];
        at += 1;
      }
    }
    if (at >= line.length) {
      throw new LineError('quotation');
    }
    return [text, at + 1];
  }

  function escaped(line: string, at: number): string {
    if (at + 1 >= line.length) {
      throw new LineError('escape');
    }
    return line[at + 1];
  }
}
