import { isBackendName } from '../config/names';
import { isJobName } from '../jobs/names';
import type { IJobId } from '../jobs/snapshot';
import { isPlainPath } from './files/paths';

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
 * is, or a file by its path; null, or what can be neither: the one that brings
 * all. Throws Error as `attachLine` does.
 */
export function getLine(job: IJobId, what: string | null): string {
  const word = what === null ? null : wordFor(what);
  if (word === null) {
    return attachLine(job);
  }
  const { backend, name } = job;
  return `%offload get ${word} --job ${checked(name)}${saidBackend(backend)}`;
}

/** A variable or a path as a word of the magic's line; null if it is neither. */
function wordFor(what: string): string | null {
  if (IDENTIFIER.test(what)) {
    return what;
  }
  const quoted = /^[\w./-]+$/.test(what) ? what : `'${what}'`;
  return isPlainPath(what) ? quoted : null;
}

/**
 * The magic that shows a job's verified outputs in the cell that it stands in.
 * Throws Error as `attachLine` does.
 */
export function showLine({ backend, name }: IJobId): string {
  return `%offload show ${checked(name)}${saidBackend(backend)}`;
}

/**
 * Lines that save a job's whole log in any notebook; null where its backend
 * cannot be named. Throws Error as `attachLine` does.
 */
export function saveLogLines({ backend, name }: IJobId): string | null {
  const file = `${checked(name)}.log`;
  return isBackendName(backend)
    ? [
        '%load_ext jupyterlab_offload',
        'import pathlib, jupyterlab_offload as offload',
        `log = offload.attach("${name}", backend="${backend}").logs()`,
        `pathlib.Path("${file}").write_text(log, encoding="utf-8")`
      ].join('\n')
    : null;
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
