import type { Bundle, IErrorEvent, OutputEvent } from '../../jobs/interfaces';

/** Something that a job shows, after updates and clearing. */
export interface IRemoteOutput {
  readonly data: Bundle;
  readonly displayId: string;
}

/** More of them are not shown: the newest are. */
export const MAX_OUTPUTS = 50;

/**
 * What stands under a cell after these events: displays and results; streams
 * are in the log. `part` chooses one cell of several; null: all of them.
 */
export function fold(
  events: readonly OutputEvent[],
  part: number | null
): IRemoteOutput[] {
  let shown: IRemoteOutput[] = [];
  let clear = false;
  for (const event of events) {
    if (part !== null && event.part !== part) {
      continue;
    }
    if (event.type === 'clear_output') {
      shown = event.wait ? shown : [];
      clear = event.wait;
    } else if (event.type === 'update_display_data') {
      const { data, displayId } = event;
      shown = shown.map(one =>
        displayId !== '' && one.displayId === displayId
          ? { data, displayId }
          : one
      );
    } else if (
      event.type === 'display_data' ||
      event.type === 'execute_result'
    ) {
      shown = clear ? [] : shown;
      clear = false;
      shown.push({ data: event.data, displayId: event.displayId });
    } else if (event.type === 'stream') {
      shown = clear ? [] : shown;
      clear = false;
    }
  }
  return shown.slice(-MAX_OUTPUTS);
}

/** So many letters hold the last lines; there may be a hundred megabytes. */
const MAX_LETTERS = 20_000;

/** The last lines of something, and whether they are all that there is. */
export interface IEnd {
  readonly lines: readonly string[];
  readonly isAll: boolean;
}

/**
 * The last lines that a part has printed; what a carriage return has written
 * over is left out.
 */
export function endOf(events: readonly OutputEvent[], part: number): IEnd {
  let text = '';
  let index = events.length - 1;
  for (; index >= 0 && text.length < MAX_LETTERS; index -= 1) {
    const event = events[index];
    if (event.type === 'stream' && event.part === part) {
      text = event.text.slice(-MAX_LETTERS) + text;
    }
  }
  const isAll = index < 0 && text.length < MAX_LETTERS;
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  return {
    lines: lines.map(line => line.replace(/\r$/, '').replace(/^[^]*\r/, '')),
    isAll
  };
}

/** The exception with which a part ended, if it did. */
export function lastError(
  events: readonly OutputEvent[],
  part: number | null
): IErrorEvent | null {
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index];
    if (event.type === 'error' && (part === null || event.part === part)) {
      return event;
    }
  }
  return null;
}
