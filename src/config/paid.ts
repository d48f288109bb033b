import type { ConfigState } from '../tokens';

/**
 * Whether a job that is sent now may cost money. The kernel decides where it
 * goes, and may have another active backend than the server: one that is paid
 * is enough. So it is while nothing is known of the backends.
 */
export function mayCost(state: ConfigState): boolean {
  return (
    state.phase !== 'ready' || state.config.backends.some(({ paid }) => paid)
  );
}
