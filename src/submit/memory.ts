/** What was offloaded last, so that the next form begins with it. */
export interface IRemembered {
  /** Instance types, the last used one first; the empty string is no type. */
  readonly types: readonly string[];
  /** The limits as they were written, empty for none. */
  readonly maxCost: string;
  readonly maxRuntime: string;
}

export const NOTHING_REMEMBERED: IRemembered = {
  types: [],
  maxCost: '',
  maxRuntime: ''
};

const MOST = 5;

/** What was stored, or what of it makes sense: a workspace may hold anything. */
export function readRemembered(stored: unknown): IRemembered {
  const found = (stored ?? {}) as Partial<Record<keyof IRemembered, unknown>>;
  const types = Array.isArray(found.types) ? found.types.filter(isWord) : [];
  return {
    types: types.slice(0, MOST),
    maxCost: isWord(found.maxCost) ? found.maxCost : '',
    maxRuntime: isWord(found.maxRuntime) ? found.maxRuntime : ''
  };
}

/** After a job of this type and with these limits was sent. */
export function remember(
  before: IRemembered,
  type: string,
  maxCost: string,
  maxRuntime: string
): IRemembered {
  const others = before.types.filter(one => one !== type);
  return { types: [type, ...others].slice(0, MOST), maxCost, maxRuntime };
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.$-]{0,40}$/.test(value);
}
