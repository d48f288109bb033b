import { MagicLine } from './magicLine';
import type { IRemembered } from './memory';
import { LineError } from './words';

const MAGIC =
  /^((?:[ \t]*\n)*[ \t]*)%%offload(?:[ \t]+([^\n]*)|[ \t]*)(?=\n|$)/;

/** Comments and blank lines, and an `%%offload` below them. */
const BELOW_COMMENTS =
  /^((?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*#[^\n]*\n(?:[ \t]*\n)*)([ \t]*%%offload(?:[ \t]+[^\n]*|[ \t]*))(?:\n|$)/;

/**
 * The cell with its `%%offload` at the top, where IPython wants it, when only
 * comments and blank lines stand above it; else as it is.
 */
export function withMagicFirst(source: string): string {
  const found = BELOW_COMMENTS.exec(source);
  if (!found) {
    return source;
  }
  const [all, above, magic] = found;
  const below = source.slice(all.length);
  return `${magic}\n${below === '' ? above.trimEnd() : above + below}`;
}

/**
 * The line that stands behind a cell's `%%offload`, null when the cell has
 * none. As in IPython, blank lines may stand above it. Throws LineError when
 * the line cannot be read.
 */
export function readMagic(source: string): MagicLine | null {
  const found = MAGIC.exec(source);
  return found && MagicLine.parse(found[2] ?? '');
}

/** `%%offload` and its line as they stand in a cell; null when it has none. */
export function writtenMagic(source: string): string | null {
  const found = MAGIC.exec(source);
  return found && found[0].slice(found[1].length).trimEnd();
}

/**
 * The cell with this line behind its `%%offload`, which goes to the top; the
 * rest is as it was.
 */
export function writeMagic(source: string, line: MagicLine): string {
  const written = `%%offload ${line}`.trimEnd();
  const cell = withMagicFirst(source);
  const found = MAGIC.exec(cell);
  return found
    ? found[1] + written + cell.slice(found[0].length)
    : `${written}\n${cell}`;
}

/** What of the cell runs in the job. */
export function bodyOf(source: string): string {
  const cell = withMagicFirst(source);
  const found = MAGIC.exec(cell);
  return found ? cell.slice(found[0].length + 1) : cell;
}

/** Whether there is anything to offload: IPython refuses an empty cell magic. */
export function hasBody(source: string): boolean {
  return bodyOf(source).trim() !== '';
}

/**
 * Cells that become one job, each with its line: the options stand on the first
 * one, as the magic wants it. A single cell has no part.
 */
export function writeParts(
  sources: readonly string[],
  line: MagicLine
): string[] {
  const whole = line.without('--part');
  if (sources.length === 1) {
    return [writeMagic(sources[0], whole)];
  }
  return sources.map((source, index) =>
    writeMagic(source, partLine(whole, index + 1, sources.length))
  );
}

/** The line of one of several cells, from 1: all of them may say who waits. */
export function partLine(
  line: MagicLine,
  index: number,
  count: number
): MagicLine {
  return (index === 1 ? line : Private.ofFollowers(line)).withOption(
    '--part',
    `${index}/${count}`
  );
}

/**
 * Which of several cells, from 2, say something of their own that is lost when
 * they become one job with this line.
 */
export function givingWay(
  sources: readonly string[],
  line: MagicLine
): number[] {
  const whole = line.without('--part');
  const same = ['', `${whole}`, `${Private.ofFollowers(whole)}`];
  return sources
    .map((source, index) => ({ own: Private.ownWords(source), index }))
    .filter(
      ({ own, index }) => index > 0 && (own === null || !same.includes(own))
    )
    .map(({ index }) => index + 1);
}

/**
 * The line that a form begins with: the cell's own, else what was chosen last.
 * Throws LineError when the cell's cannot be read.
 */
export function firstLine(source: string, remembered: IRemembered): MagicLine {
  return (
    readMagic(withMagicFirst(source)) ??
    MagicLine.parse('')
      .withType(remembered.types[0] || null)
      .withOption('--max-cost', remembered.maxCost || null)
      .withOption('--max-runtime', remembered.maxRuntime || null)
  );
}

namespace Private {
  /** What of the first cell's line the others repeat. */
  export function ofFollowers(line: MagicLine): MagicLine {
    return line.only('--wait', '--no-wait');
  }

  /** A cell's line without its part; null if it cannot be read. */
  export function ownWords(source: string): string | null {
    try {
      return `${readMagic(withMagicFirst(source))?.without('--part') ?? ''}`;
    } catch (error) {
      if (error instanceof LineError) {
        return null;
      }
      throw error;
    }
  }
}
