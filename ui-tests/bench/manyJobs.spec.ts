// 10,000 jobs in the sidebar. bench/front_end.py has put them there.
import { expect } from '@jupyterlab/galata';
import type { IJobs } from '../../src/tokens';
import { test } from '../notebooks';
import { addWatch } from './inPage';
import { percentile, report } from './report';

const JOBS = 10_000;
const REFRESHES = 5;

/** As much of Galata in the page as is used here. */
interface IGalata {
  getPlugin(id: string): Promise<IJobs>;
}

declare global {
  var offloadJobs: () => Promise<IJobs>;
}

test('ten thousand jobs', async ({ page }) => {
  await page.evaluate(addWatch);
  await page.evaluate(() => {
    const galata = window.galata as unknown as IGalata;
    globalThis.offloadJobs = () => galata.getPlugin('jupyterlab-offload:jobs');
  });
  const known = await page.evaluate(async () => {
    const store = await (await offloadJobs()).load();
    await store.refresh();
    while (store.hasMore) {
      await store.more();
    }
    return store.jobs.length;
  });
  expect(known).toBeGreaterThanOrEqual(JOBS);

  const painted = await page.evaluate(() =>
    offloadWatch.until(
      () => document.querySelector('.jp-Offload-row') !== null,
      () => window.jupyterapp.shell.activateById('jp-Offload-sidebar')
    )
  );
  report({
    what: '10,000 jobs: first paint of the sidebar',
    value: painted,
    limit: 200,
    unit: 'ms',
    beside: 'its script, too'
  });

  const filtered: number[] = [];
  // Each is told from the one before it by its number of jobs.
  for (const search of [
    ['job-09', 1000],
    ['job-099', 100],
    ['job-0', 10_000],
    ['job-0 person-7', 334]
  ] as const) {
    filtered.push(
      await page.evaluate(
        ([text, shown]) =>
          offloadWatch.until(
            () =>
              document
                .querySelector('.jp-Offload-jobList')!
                .textContent!.includes(`History (${shown})`),
            () => offloadWatch.type('#jp-Offload-sidebar input', `${text}`)
          ),
        search
      )
    );
  }
  report({
    what: '10,000 jobs: filter, median of 4',
    value: percentile(filtered, 50),
    limit: 50,
    unit: 'ms',
    beside: `slowest ${Math.max(...filtered).toFixed(0)} ms, each with a painting`
  });

  let asked = 0;
  page.on('request', request => {
    asked += request.url().includes('/offload/') ? 1 : 0;
  });
  // Nothing else asks meanwhile: the sidebar is hidden.
  await page.sidebar.close('left');
  await page.waitForTimeout(1000);
  asked = 0;
  await page.evaluate(async times => {
    const store = await (await offloadJobs()).load();
    for (let time = 0; time < times; time++) {
      await store.refresh();
    }
  }, REFRESHES);
  report({
    what: '10,000 jobs: requests per refresh',
    value: asked / REFRESHES,
    limit: 1,
    unit: ''
  });
  expect(asked).toBeGreaterThan(0);
});
