import type { ConfigState } from '../tokens';

/**
 * What keeps front end and server from working together:
 *
 * - `missing`: the server extension is not there;
 * - `failed`: the server did not answer as it should;
 * - `server-older`: the package was updated and the server runs the old one;
 * - `page-older`: the server was restarted and the page is of before that;
 * - `different`: the versions differ and their order is not known.
 */
export type Problem =
  'missing' | 'failed' | 'server-older' | 'page-older' | 'different';

/**
 * The problem with a state, null if there is none (yet).
 *
 * @param frontEnd - The version of this front end, as in package.json.
 */
export function findProblem(
  state: ConfigState,
  frontEnd: string
): Problem | null {
  switch (state.phase) {
    case 'loading':
      return null;
    case 'missing':
    case 'failed':
      return state.phase;
    case 'ready':
      return compareVersions(frontEnd, state.config.version);
  }
}

function compareVersions(frontEnd: string, server: string): Problem | null {
  if (Private.pythonic(frontEnd) === Private.pythonic(server)) {
    return null;
  }
  const ours = Private.release(frontEnd);
  const theirs = Private.release(server);
  const at = ours.findIndex((part, index) => part !== theirs[index]);
  if (at === -1 || ours.length !== theirs.length) {
    return 'different';
  }
  return ours[at] > theirs[at] ? 'server-older' : 'page-older';
}

namespace Private {
  /** The version as the Python package spells it: 0.2.0-rc.1 is 0.2.0rc1. */
  export function pythonic(version: string): string {
    return version
      .replace(/-?alpha\.?/, 'a')
      .replace(/-?beta\.?/, 'b')
      .replace(/-?rc\.?/, 'rc');
  }

  /** The numbers before any suffix: 0.2.0rc1 is [0, 2, 0]. */
  export function release(version: string): number[] {
    const numbers = /^\d+(\.\d+)*/.exec(version)?.[0] ?? '';
    return numbers.split('.').map(Number);
  }
}
