import type { Bundle, IProgress, OutputEvent } from '../interfaces';

/** Numbers that a job has logged at one moment. */
export interface IMeasured {
  /** Null where a number was not finite: it counts as a step, and has no point. */
  readonly values: Readonly<Record<string, number | null>>;
  readonly step: number | null;
  /** Epoch ms. */
  readonly time: number | null;
}

/** A line of the record, by what it is for. */
export type RecordLine =
  | { readonly output: OutputEvent }
  | { readonly progress: IProgress }
  | { readonly measured: IMeasured };

const LONGEST_LABEL = 200;
const MOST_METRICS = 100;

/** What a line of the record says; null if it makes no sense. */
export function readLine(line: string): RecordLine | null {
  const found = Private.parsed(line) ?? Private.parsed(line, Private.finite);
  return Private.isObject(found) ? Private.read(found) : null;
}

namespace Private {
  export type Json = Record<string, unknown>;

  /** Text in quotes, or what Python writes for a number that is not finite. */
  const TEXT_OR_NOT_FINITE = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g;

  /** What a line of JSON holds; null if it is none. */
  export function parsed(
    line: string,
    mended = (text: string) => text
  ): unknown {
    try {
      return JSON.parse(mended(line));
    } catch {
      return null;
    }
  }

  /** Records of older jobs have NaN and Infinity, which JSON has not: null. */
  export function finite(line: string): string {
    return line.replace(TEXT_OR_NOT_FINITE, found =>
      found.startsWith('"') ? found : 'null'
    );
  }

  export function isObject(given: unknown): given is Json {
    return typeof given === 'object' && given !== null && !Array.isArray(given);
  }

  export function read(event: Json): RecordLine | null {
    const part = Number.isInteger(event.part) ? (event.part as number) : null;
    switch (event.type) {
      case 'stream':
        return {
          output: {
            type: 'stream',
            part,
            name: event.name === 'stderr' ? 'stderr' : 'stdout',
            text: text(event.text)
          }
        };
      case 'display_data':
      case 'update_display_data':
      case 'execute_result':
        return {
          output: {
            type: event.type,
            part,
            data: bundle(event.data),
            metadata: bundle(event.metadata),
            displayId: text(bundle(event.transient).display_id)
          }
        };
      case 'clear_output':
        return {
          output: { type: 'clear_output', part, wait: event.wait === true }
        };
      case 'display_error':
        // The cell goes on: text beside the other text.
        return {
          output: {
            type: 'stream',
            part,
            name: 'stderr',
            text: `${lines(event.traceback).join('\n')}\n`
          }
        };
      case 'error':
        return {
          output: {
            type: 'error',
            part,
            ename: text(event.ename),
            evalue: text(event.evalue),
            traceback: lines(event.traceback)
          }
        };
      case 'truncated':
      case 'part':
        return { output: { type: event.type, part } };
      case 'progress':
        return progress(event, part);
      case 'metrics':
        return measured(event);
      default:
        return null;
    }
  }

  function lines(given: unknown): string[] {
    return Array.isArray(given) ? given.map(text) : [];
  }

  function progress(event: Json, part: number | null): RecordLine | null {
    const done = number(event.done);
    return done === null
      ? null
      : {
          progress: {
            part,
            done,
            total: number(event.total),
            label: text(event.label).slice(0, LONGEST_LABEL)
          }
        };
  }

  function measured(event: Json): RecordLine {
    const time = number(event.time);
    return {
      measured: {
        values: Object.fromEntries(
          Object.entries(bundle(event.values))
            .slice(0, MOST_METRICS)
            .filter(([, value]) => value === null || typeof value === 'number')
            .map(([name, value]) => [
              name.slice(0, LONGEST_LABEL),
              number(value)
            ])
        ),
        step: number(event.step),
        time: time === null ? null : time * 1000
      }
    };
  }

  function text(given: unknown): string {
    return typeof given === 'string' ? given : '';
  }

  function number(given: unknown): number | null {
    return typeof given === 'number' && Number.isFinite(given) ? given : null;
  }

  function bundle(given: unknown): Bundle {
    return isObject(given) ? given : {};
  }
}
