/** The package, as a kernel imports it and as pip names it. */
const MODULE = 'jupyterlab_offload';
const PACKAGE = 'jupyterlab-offload';

/** What makes the magic known to a kernel that has the package. */
export const LOAD_LINE = `%load_ext ${MODULE}`;

/** What brings the package into the kernel's environment. */
export const INSTALL_LINE = `%pip install ${PACKAGE}`;

/**
 * Whether a kernel can run the magic:
 *
 * - `ready`: the magic is loaded;
 * - `not-loaded`: the package is there, `%load_ext` did not run;
 * - `not-installed`: the package is missing;
 * - `foreign`: not a Python kernel with IPython.
 */
export type Readiness = 'ready' | 'not-loaded' | 'not-installed' | 'foreign';

/** To be asked as a user expression: it changes nothing and imports nothing heavy. */
export const READINESS_EXPRESSION = [
  `"ready" if "offload" in get_ipython().magics_manager.magics["cell"]`,
  `else "not-loaded" if __import__("importlib.util").util.find_spec("${MODULE}")`,
  `else "not-installed"`
].join(' ');

/** What a kernel answered to the expression: one entry of `user_expressions`. */
export function readReadiness(answer: unknown): Readiness {
  const text = readText(answer);
  for (const known of ['ready', 'not-loaded', 'not-installed'] as const) {
    if (text === `'${known}'`) {
      return known;
    }
  }
  return 'foreign';
}

/** The `text/plain` of an entry of `user_expressions`, null if it is an error. */
export function readText(answer: unknown): string | null {
  const entry = answer as
    { status?: unknown; data?: Record<string, unknown> } | null | undefined;
  const text = entry?.status === 'ok' ? entry.data?.['text/plain'] : null;
  return typeof text === 'string' ? text : null;
}

/** Which cell loads the magic when it is run, -1 if none does. */
export function findLoadCell(sources: readonly string[]): number {
  const line = new RegExp(
    `^[ \\t]*%(?:load|reload)_ext[ \\t]+${MODULE}[ \\t]*$`,
    'm'
  );
  return sources.findIndex(source => line.test(source));
}
