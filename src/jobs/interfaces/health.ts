import type { IProblem } from '../../aws/problem';

export type { IProblem, ProblemKind } from '../../aws/problem';

/** What is known of a backend's reachability: "as of 10:42, since then …". */
export interface IHealth {
  /** When the last good answer came, in epoch ms; null: never. */
  readonly heard: number | null;
  /** What is wrong now; null when the last request was answered. */
  readonly problem: IProblem | null;
}
