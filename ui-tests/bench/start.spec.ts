// JupyterLab's start with a notebook that has no job, and no engine that runs.
import { expect, test } from '@playwright/test';
import { forgetJobs } from '../engine';
import { Loaded, MOST_EAGER_BYTES } from '../loaded';
import { percentile, report } from './report';

const ROUNDS = 7;

/** Milliseconds that our code ran while JupyterLab started. */
interface ITimes {
  evaluated: number;
  activated: number;
}

declare global {
  var offloadTimes: ITimes;
}

test('start', async ({ browser, request }) => {
  forgetJobs();
  const cell = { cell_type: 'code', id: 'a', source: '1', metadata: {} };
  const content = {
    cells: [{ ...cell, execution_count: null, outputs: [] }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5
  };
  const made = await request.put('/api/contents/plain.ipynb', {
    data: { type: 'notebook', content }
  });
  expect(made.ok()).toBe(true);
  const times: ITimes[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const loaded = new Loaded(page);
    await page.addInitScript(watchStart);
    await page.goto('/lab/tree/plain.ipynb?reset');
    await expect(page.locator('.jp-Cell')).toBeVisible({ timeout: 60_000 });
    await expect(page.locator('#jp-Offload-status')).toHaveText(/local/);
    bytes = Math.max(bytes, await loaded.bytes());
    times.push(await page.evaluate(() => offloadTimes));
    await context.close();
  }
  report({
    what: 'start: our scripts before the first cell',
    value: bytes / 1000,
    limit: MOST_EAGER_BYTES / 1000,
    unit: 'kB'
  });
  const whole = times.map(one => one.evaluated + one.activated);
  const half = (of: keyof ITimes) =>
    percentile(
      times.map(one => one[of]),
      50
    ).toFixed(1);
  report({
    what: `start: activation, median of ${ROUNDS}`,
    value: percentile(whole, 50),
    limit: 20,
    unit: 'ms',
    beside: `modules ${half('evaluated')} + plugins ${half('activated')}, slowest ${Math.max(...whole).toFixed(1)} ms`
  });
});

/**
 * Runs in the page, before its scripts. JupyterLab gets our modules through a
 * container that puts itself into `_JUPYTERLAB`: another one is put around it.
 */
function watchStart(): void {
  type Activate = (...given: unknown[]) => unknown;
  interface IModule {
    default?: { activate: Activate }[];
  }
  interface IShared {
    from: string;
    get(): Promise<() => unknown>;
  }
  /** Webpack's share scope: by package, then by version. */
  type Scope = Record<string, Record<string, IShared>>;
  interface IContainer {
    init(scope: Scope): unknown;
    get(name: string): Promise<() => IModule>;
  }
  const ours = 'jupyterlab-offload';
  const times = { evaluated: 0, activated: 0 };
  const timed = <T>(kind: keyof ITimes, work: () => T): T => {
    const begun = performance.now();
    try {
      return work();
    } finally {
      times[kind] += performance.now() - begun;
    }
  };
  // JupyterLab's own packages are evaluated for whichever extension is the first
  // to ask for them, which chance decides: they are no cost of that extension.
  let isOurs = false;
  const setApart = (scope: Scope): void => {
    for (const shared of Object.values(scope).flatMap(Object.values<IShared>)) {
      if (shared.from === ours) {
        continue;
      }
      const { get } = shared;
      shared.get = async () => {
        const make = await get();
        return () => {
          if (!isOurs) {
            return make();
          }
          isOurs = false;
          const begun = performance.now();
          try {
            return make();
          } finally {
            times.evaluated -= performance.now() - begun;
            isOurs = true;
          }
        };
      };
    }
  };
  const evaluate = (make: () => IModule): IModule => {
    isOurs = true;
    try {
      return timed('evaluated', make);
    } finally {
      isOurs = false;
    }
  };
  const around = (inner: IContainer): IContainer => ({
    init: scope => {
      setApart(scope);
      return inner.init(scope);
    },
    get: async name => {
      const make = await inner.get(name);
      return () => {
        const made = evaluate(make);
        for (const plugin of made.default ?? []) {
          const { activate } = plugin;
          plugin.activate = (...given) =>
            timed('activated', () => activate(...given));
        }
        return made;
      };
    }
  });
  const containers = new Proxy<Record<string, IContainer>>(
    {},
    {
      set: (all, name: string, container: IContainer) => {
        all[name] = name === ours ? around(container) : container;
        return true;
      }
    }
  );
  Object.assign(window, { offloadTimes: times, _JUPYTERLAB: containers });
}
