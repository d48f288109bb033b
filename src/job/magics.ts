import { isBackendName } from '../config/names';
import { isJobName } from '../jobs/names';
import type { IJobId } from '../jobs/snapshot';

/** A name of Python, as it is written into a cell. */
const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]{0,100}$/u;

/**
 * The magic that brings a job's results. Names come from hostile places: throws
 * Error for one that is none of a job's.
 */
export function attachLine({ backend, name }: IJobId): string {
  return `%offload attach ${checked(name)}${saidBackend(backend)}`;
}

/**
 * The magic that takes a value of this job over whatever the kernel's variable
 * is; null, or a name that is none of Python's: the one that brings all.
 * Throws Error as `attachLine` does.
 */
export function getLine(job: IJobId, variable: string | null): string {
  if (variable === null || !IDENTIFIER.test(variable)) {
    return attachLine(job);
  }
  const { backend, name } = job;
  return `%offload get ${variable} --job ${checked(name)}${saidBackend(backend)}`;
}

function checked(name: string): string {
  if (!isJobName(name)) {
    throw new Error('That is no name of a job.');
  }
  return name;
}

/** Always said: which one is active only the kernel knows. */
function saidBackend(backend: string): string {
  return isBackendName(backend) ? ` --backend ${backend}` : '';
}
