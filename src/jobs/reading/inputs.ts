import type { IJobInput } from '../interfaces';

/** More of them are not shown. */
const MAX_INPUTS = 500;
/** How names begin that the magic makes for itself. */
const HIDDEN = '__offload_';

/**
 * What a job takes along, by the text of its manifest (see
 * `spec/manifest.schema.json`), which may be forged: variables, files, modules.
 * What makes no sense is passed over; states of generators and values without
 * a name of the notebook's are left out.
 */
export function readInputs(text: string): IJobInput[] {
  const manifest = Private.parsed(text);
  const values = Private.list(manifest.inputs).map(({ names, ...one }) => ({
    name: (Array.isArray(names) ? names : [])
      .map(Private.text)
      .filter(name => name !== '' && !name.startsWith('@'))
      .filter(name => !name.startsWith(HIDDEN))
      .join(', '),
    kind: Private.text(one.format),
    size: Private.size(one.size)
  }));
  const placed = (kind: string, given: unknown) =>
    Private.list(given).map(({ path, size }) => ({
      name: Private.text(path),
      kind,
      size: Private.size(size)
    }));
  return [
    ...values,
    ...placed('file', manifest.files),
    ...placed('module', manifest.modules),
    ...placed('data', manifest.data)
  ]
    .filter(one => one.name !== '')
    .slice(0, MAX_INPUTS);
}

namespace Private {
  type Json = Readonly<Record<string, unknown>>;

  export function parsed(text: string): Json {
    try {
      return record(JSON.parse(text));
    } catch {
      return {};
    }
  }

  export function list(given: unknown): Json[] {
    return Array.isArray(given) ? given.map(record) : [];
  }

  export function text(given: unknown): string {
    return typeof given === 'string' ? given.slice(0, 200) : '';
  }

  export function size(given: unknown): number | null {
    return Number.isSafeInteger(given) && Number(given) >= 0
      ? Number(given)
      : null;
  }

  function record(given: unknown): Json {
    return typeof given === 'object' && given !== null && !Array.isArray(given)
      ? (given as Json)
      : {};
  }
}
