import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';
import type { IJobId } from '../jobs/snapshot';

const TEXT = { type: 'string' } as const;

/** The schema of a command's arguments: required ones, then the others. */
export function schemaOf(
  required: readonly string[],
  optional: Readonly<Record<string, ReadonlyJSONObject>> = {}
): { args: ReadonlyJSONObject } {
  const properties: Record<string, ReadonlyJSONObject> = { ...optional };
  required.forEach(name => (properties[name] = TEXT));
  return {
    args: {
      type: 'object',
      properties,
      required: [...required],
      additionalProperties: false
    }
  };
}

/** The job that a command's arguments name; null if they name none. */
export function jobOf(args: ReadonlyPartialJSONObject): IJobId | null {
  const { backend, name } = args;
  return typeof backend === 'string' && typeof name === 'string'
    ? { backend, name }
    : null;
}

/** A cell, by its notebook's path and its id. */
export interface ICellPlace {
  readonly notebook: string;
  readonly cell: string;
}

/** The cell that a command's arguments name; null if they name none. */
export function placeOf(args: ReadonlyPartialJSONObject): ICellPlace | null {
  const { notebook, cell } = args;
  return typeof notebook === 'string' && typeof cell === 'string'
    ? { notebook, cell }
    : null;
}
