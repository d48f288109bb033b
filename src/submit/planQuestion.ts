import type { IPlan } from '../generated/plan';
import { bodyOf } from './cellSource';
import type { MagicLine } from './magicLine';

const MIME = 'application/vnd.jupyterlab-offload.plan.v1+json';

/** A cell of which a plan is asked. */
export interface IAskedCell {
  readonly id: string;
  readonly source: string;
}

/** The Python expression that is the plan; see `jupyterlab_offload.plan`. */
export function planExpression(
  cells: readonly IAskedCell[],
  line: MagicLine
): string {
  // The strings and arrays of JSON are Python's too.
  const sources = JSON.stringify(cells.map(cell => bodyOf(cell.source)));
  const ids = JSON.stringify(cells.map(cell => cell.id));
  const words = JSON.stringify(`${line}`);
  return `__import__("jupyterlab_offload").plan(${sources}, ${words}, ${ids})`;
}

/** The kernel's package is of a version whose plans are not understood here. */
export class OtherVersionError extends Error {
  constructor() {
    super('The kernel runs another version of jupyterlab-offload.');
  }
}

/**
 * The plan in an entry of `user_expressions`. Throws OtherVersionError, or Error
 * with what the kernel says.
 */
export function readPlan(answer: unknown): IPlan {
  const entry = answer as
    | { status?: unknown; evalue?: unknown; data?: Record<string, unknown> }
    | null
    | undefined;
  if (entry?.status === 'error' && typeof entry.evalue === 'string') {
    throw new Error(entry.evalue);
  }
  const plan = entry?.data?.[MIME] as Partial<IPlan> | null | undefined;
  if (plan?.version !== 1) {
    throw new OtherVersionError();
  }
  return plan as IPlan;
}
