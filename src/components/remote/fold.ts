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
