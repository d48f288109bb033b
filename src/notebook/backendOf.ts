import type { IPlanBackend } from '../generated/plan';
import type { ConfigState } from '../tokens';

/**
 * What the server says of a backend, of the active one if no name is given.
 * The kernel has the last word: it may be on another machine.
 */
export function backendOf(
  state: ConfigState,
  name: string | null
): NonNullable<IPlanBackend> | null {
  if (state.phase !== 'ready') {
    return null;
  }
  const wanted = name ?? state.config.active;
  const found = state.config.backends.find(one => one.name === wanted);
  return found
    ? {
        name: found.name,
        region: found.region,
        account: found.account,
        paid: found.paid
      }
    : null;
}
