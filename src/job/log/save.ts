import type { ILogTail } from '../../jobs/interfaces';
import { readable } from './search';

const AT_ONCE = 20_000;

/** All lines that are there as a file of text, without colours. */
export function logBlob(log: ILogTail): Blob {
  const pieces: string[] = [];
  for (let start = log.first; start < log.length; start += AT_ONCE) {
    const lines = log.lines(start, Math.min(log.length, start + AT_ONCE));
    pieces.push(lines.map(line => `${readable(line.text)}\n`).join(''));
  }
  return new Blob(pieces, { type: 'text/plain' });
}

/** Have the browser save it. Nothing is ever opened. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(
    new Blob([blob], { type: 'application/octet-stream' })
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
