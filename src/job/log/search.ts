import { plain } from '../../components/ansi';
import type { ILogTail } from '../../jobs/interfaces';

/** Lines that are looked at before the page may do something else. */
const AT_ONCE = 10_000;

/** Of which lines, and who rests between the pieces. */
export interface IFindOptions {
  /** The first one; by default that of the log. */
  readonly from?: number;
  /** The one after the last; by default what is the end when it is reached. */
  readonly to?: number;
  readonly pause?: () => Promise<void>;
}

/**
 * The numbers of all lines there that have the words, small and capital letters
 * alike; empty for no words. Ends early, with null, when `gone` says so.
 */
export async function findLines(
  log: ILogTail,
  words: string,
  gone: () => boolean,
  { from = 0, to = Infinity, pause = nextTask }: IFindOptions = {}
): Promise<number[] | null> {
  const wanted = words.toLowerCase();
  const found: number[] = [];
  if (wanted === '') {
    return found;
  }
  const end = () => Math.min(to, log.length);
  for (let next = Math.max(from, log.first); next < end(); next += AT_ONCE) {
    // While it rested, lines may have been let go.
    const start = Math.max(next, log.first);
    if (gone()) {
      return null;
    }
    const lines = log.lines(start, Math.min(end(), next + AT_ONCE));
    lines.forEach((line, index) => {
      if (readable(line.text).toLowerCase().includes(wanted)) {
        found.push(start + index);
      }
    });
    await pause();
  }
  return gone() ? null : found;
}

/** Most lines have nothing to leave out, and there may be a million. */
export function readable(text: string): string {
  // eslint-disable-next-line no-control-regex -- escape sequences begin with one
  return /[\x1b\r]/.test(text) ? plain(text) : text;
}

/** The rest of the page goes on; a timer would wait 4 ms each time. */
function nextTask(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
