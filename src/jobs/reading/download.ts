import type { IAws, IObjectPart } from '../../aws/api';
import { ProblemError } from '../../aws/problem';
import type { ProblemKind } from '../../aws/problem';
import type { IArtifact } from '../interfaces';

/**
 * A whole file, piece by piece; a piece that does not come is asked for again.
 *
 * Rejects with ProblemError: `changed` if it is not the file that was listed,
 * or another one comes in the midst of it.
 */
export async function download(
  aws: IAws,
  file: IArtifact,
  options: download.IOptions
): Promise<Blob> {
  const parts: Blob[] = [];
  let etag: string | null = null;
  for (let start = 0; start < file.size;) {
    const part = await Private.piece(aws, file, start, options);
    const { bytes, total } = part;
    const isOther =
      (etag ?? part.etag) !== part.etag || (total ?? file.size) !== file.size;
    if (bytes.length === 0 || isOther) {
      throw Private.changed();
    }
    etag = part.etag;
    // A blob each: a browser may lay them on the disk, and bytes it may not.
    parts.push(new Blob([bytes]));
    start += bytes.length;
    options.onProgress(start);
  }
  return new Blob(parts, { type: 'application/octet-stream' });
}

export namespace download {
  /** Milliseconds before a piece is asked for again, each time. */
  export const PAUSES: readonly number[] = [1000, 5000, 15_000, 30_000];

  export interface IOptions {
    /** Bytes of a piece. */
    readonly chunk: number;
    /** Is told the bytes that are there. */
    readonly onProgress: (bytes: number) => void;
    /** Resolves after so many milliseconds. */
    readonly pause: (ms: number) => Promise<void>;
  }
}

namespace Private {
  /** What may be over a moment later. */
  const PASSING: readonly ProblemKind[] = [
    'throttled',
    'unreachable',
    'offline',
    'garbled',
    'failed'
  ];

  export function changed(): ProblemError {
    return new ProblemError('changed', 'The file changed while it was read.');
  }

  export async function piece(
    aws: IAws,
    file: IArtifact,
    start: number,
    { chunk, pause }: download.IOptions
  ): Promise<IObjectPart> {
    const range = { start, end: Math.min(file.size, start + chunk) };
    for (let tries = 0; ; tries++) {
      try {
        return await aws.read(file.bucket, file.key, range);
      } catch (error) {
        const { kind } = error as ProblemError;
        if (kind === 'refused' && start > 0) {
          // There is nothing from there on: it has become shorter.
          throw changed();
        }
        if (!PASSING.includes(kind) || tries >= download.PAUSES.length) {
          throw error;
        }
      }
      await pause(download.PAUSES[tries]);
    }
  }
}
