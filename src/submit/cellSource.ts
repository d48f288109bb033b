import { MagicLine } from './magicLine';
import type { IRemembered } from './memory';

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
  const waiting = whole.only('--wait', '--no-wait');
  return sources.map((source, index) => {
    const part = `${index + 1}/${sources.length}`;
    const own = index === 0 ? whole : waiting;
    return writeMagic(source, own.withOption('--part', part));
  });
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
