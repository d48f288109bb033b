/** The kernel gave no answer: it is dead, restarts, or cannot be reached. */
export class NoAnswerError extends Error {}

/** What waiting needs of its surroundings. */
export interface IPatience {
  /** Calls back after so many milliseconds; what it gives prevents that. */
  readonly later: (callback: () => void, milliseconds: number) => () => void;
  /** Says that it takes a while; what it gives takes that back. */
  readonly sayWaiting: () => () => void;
}

/** Milliseconds until it is said that somebody waits. */
export const TOLD_AFTER = 1000;
/** Milliseconds until it is given up. A kernel that starts may take as long. */
export const GIVEN_UP_AFTER = 30_000;

/**
 * What a kernel answers. Throws NoAnswerError when it rejects, or takes too
 * long; says meanwhile that it takes a while.
 */
export async function patiently<T>(
  answer: Promise<T>,
  { later, sayWaiting }: IPatience
): Promise<T> {
  const undo: (() => void)[] = [];
  const end = new Promise<never>((_, reject) => {
    undo.push(
      later(() => undo.push(sayWaiting()), TOLD_AFTER),
      later(() => reject(new NoAnswerError()), GIVEN_UP_AFTER)
    );
  });
  try {
    return await Promise.race([answer, end]);
  } catch (error) {
    throw new NoAnswerError(error instanceof Error ? error.message : '');
  } finally {
    undo.forEach(one => one());
  }
}
