import type { ILogLine, OutputEvent } from '../../jobs/interfaces';

/** How often each line stands in a log for something that shows elsewhere. */
export type Echoes = ReadonlyMap<string, number>;

/** More lines of more outputs are not looked for in a log. */
const MAX_ECHOES = 2000;

/**
 * Lines by which the log says what shows elsewhere: the driver writes the text
 * of every output there, for those who see nothing else, and the traceback of
 * an error. `traceback`: the one that shows; empty if none does. `part` chooses
 * one cell of several; null: all of them.
 */
export function echoesOf(
  events: readonly OutputEvent[],
  part: number | null,
  traceback: string
): Echoes {
  const found = new Map<string, number>();
  let left = MAX_ECHOES;
  const add = (text: string): void => {
    for (const line of text.split('\n', left)) {
      const key = line.trimEnd();
      found.set(key, (found.get(key) ?? 0) + 1);
      left -= 1;
    }
  };
  if (traceback !== '') {
    add(traceback);
  }
  for (const event of events.slice(-MAX_ECHOES).reverse()) {
    const isOther = part !== null && event.part !== part;
    // An update is not written again.
    if (
      !isOther &&
      (event.type === 'display_data' || event.type === 'execute_result')
    ) {
      const text = event.data['text/plain'];
      if (typeof text === 'string' && left > 0) {
        add(text);
      }
    }
  }
  return found;
}

/**
 * A log's last lines without echoes. Of lines that say the same, the newest
 * are left out, as many as there are echoes: whatever else says so was printed.
 * Each host of a job writes its own.
 */
export function withoutEchoes(
  lines: readonly ILogLine[],
  echoes: Echoes
): ILogLine[] {
  if (echoes.size === 0) {
    return [...lines];
  }
  const kept: ILogLine[] = [];
  const hosts = new Map<number, Private.IHost>();
  for (const line of [...lines].reverse()) {
    let host = hosts.get(line.host);
    if (!host) {
      host = { left: new Map(echoes), isInside: false };
      hosts.set(line.host, host);
    }
    const text = line.text.trimEnd();
    const left = host.left.get(text) ?? 0;
    // An empty line is one only inside of what is left out.
    const isEcho = left > 0 && (text !== '' || host.isInside);
    host.isInside = isEcho;
    if (isEcho) {
      host.left.set(text, left - 1);
    } else {
      kept.push(line);
    }
  }
  return kept.reverse();
}

namespace Private {
  export interface IHost {
    /** How many of each are still to be found. */
    readonly left: Map<string, number>;
    /** Whether the line after this one is left out. */
    isInside: boolean;
  }
}
