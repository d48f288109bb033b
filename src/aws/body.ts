import { ProblemError } from './problem';

/**
 * The whole body of an answer, of `most` bytes at most; `heard` is called with
 * each piece that comes. Rejects with ProblemError for a larger one, as soon
 * as it is known to be, and else with what the transport rejects with.
 */
export async function readBody(
  response: Response,
  most: number,
  heard: () => void
): Promise<Uint8Array<ArrayBuffer>> {
  const told = Number(response.headers.get('content-length'));
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  while (reader && Math.max(told, length) <= most) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    heard();
    pieces.push(value);
    length += value.length;
  }
  if (Math.max(told, length) > most) {
    // Not waited for: nobody wants the rest, nor what becomes of it.
    reader?.cancel().catch(() => {});
    throw new ProblemError('garbled', 'The answer is too large.');
  }
  return Private.joined(pieces, length);
}

namespace Private {
  export function joined(
    pieces: readonly Uint8Array[],
    length: number
  ): Uint8Array<ArrayBuffer> {
    const found = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      found.set(piece, at);
      at += piece.length;
    }
    return found;
  }
}
