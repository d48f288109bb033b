import { readMagic } from './cellSource';
import { LineError } from './words';

/** One cell of several that are one job: `--part 2/3`. */
export interface IPart {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** Which part a cell is; null if it is a job of its own, or its line is wrong. */
export function partOf(source: string): IPart | null {
  const found = /^(\d+)\/(\d+)$/.exec(written(source) ?? '');
  return found && { index: Number(found[1]), count: Number(found[2]) };
}

/**
 * Where the cells stand that are sent together with the one at `at`, in order;
 * null if the notebook does not have all of them, one after the other. Other
 * cells may stand between them.
 */
export function groupAround(
  sources: readonly string[],
  at: number
): number[] | null {
  const own = partOf(sources[at]);
  if (!own) {
    return [at];
  }
  const alike = sources
    .map((source, place) => ({ place, part: partOf(source) }))
    .filter(({ part }) => part?.count === own.count);
  const first = alike.findIndex(({ place }) => place === at) - own.index + 1;
  const group = first < 0 ? [] : alike.slice(first, first + own.count);
  const whole =
    group.length === own.count &&
    own.count > 0 &&
    group.every(({ part }, index) => part?.index === index + 1);
  return whole ? group.map(({ place }) => place) : null;
}

function written(source: string): string | null {
  try {
    return readMagic(source)?.get('--part') ?? null;
  } catch (error) {
    if (error instanceof LineError) {
      return null;
    }
    throw error;
  }
}
