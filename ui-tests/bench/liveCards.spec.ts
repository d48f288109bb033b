// Fifty cards of running jobs, all in sight; and what they ask when the page is hidden.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@jupyterlab/galata';
import { serverEnvironment } from '../machine';
import { test } from '../notebooks';
import { devTools } from './devTools';
import { report } from './report';

const JOBS = 50;
const SECONDS = 20;
const HIDDEN_SECONDS = 20;

// As tall as fifty cards: only what is in sight is followed. Painted small: so
// many points would be this browser’s main work.
test.use({
  viewport: { width: 1280, height: 16_000 },
  deviceScaleFactor: 0.25
});

let jobs: ChildProcess | null = null;

/** The names of jobs that run. */
async function started(): Promise<string[]> {
  jobs = spawn('python', ['-m', 'bench.live', String(JOBS)], {
    cwd: join(__dirname, '..', '..'),
    env: { ...process.env, ...serverEnvironment() },
    stdio: ['pipe', 'pipe', 'inherit']
  });
  const [names] = await once(createInterface(jobs.stdout!), 'line');
  return String(names).split(' ');
}

test.afterAll(async () => {
  if (jobs?.exitCode === null) {
    jobs.stdin!.end();
    await once(jobs, 'exit');
  }
});

test('fifty live cards', async ({ page, tmpPath }) => {
  const names = await started();
  const cells = names.map((job, index) => ({
    cell_type: 'code',
    id: `cell-${index}`,
    execution_count: 1,
    metadata: {},
    source: `# ${job}`,
    outputs: [
      {
        output_type: 'display_data',
        metadata: {},
        data: {
          'application/vnd.jupyterlab-offload.job.v1+json': {
            backend: 'local',
            job
          }
        }
      }
    ]
  }));
  // Without a name for its kernel, JupyterLab asks in a dialog.
  const kernelspec = { name: 'python3', display_name: 'Python 3' };
  const metadata = { kernelspec };
  const notebook = { cells, metadata, nbformat: 4, nbformat_minor: 5 };
  const path = `${tmpPath}/cards.ipynb`;
  await page.contents.uploadContent(JSON.stringify(notebook), 'text', path);
  let asked = 0;
  page.on('request', request => {
    asked += request.url().includes('/offload/') ? 1 : 0;
  });
  await page.notebook.openByPath(path);
  const running = page.locator('.jp-Offload-card .jp-mod-running');
  await expect(running).toHaveCount(JOBS, { timeout: 180_000 });

  const cdp = await devTools(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(one => one.name === 'TaskDuration')!.value;
  };
  const measure = async (seconds: number) => {
    const before = await busy();
    asked = 0;
    await page.waitForTimeout(seconds * 1000);
    return {
      perSecond: asked / seconds,
      share: (100 * ((await busy()) - before)) / seconds
    };
  };
  const live = await measure(SECONDS);
  report({
    what: `${JOBS} live cards: requests`,
    value: live.perSecond,
    limit: 2,
    unit: '/s',
    beside: `in ${SECONDS} s`
  });
  report({
    what: `${JOBS} live cards: main thread`,
    value: live.share,
    limit: 10,
    unit: '%',
    beside: 'time on a processor, JupyterLab’s own included'
  });

  await page.evaluate(setHidden, true);
  await page.waitForTimeout(3000);
  const hidden = await measure(HIDDEN_SECONDS);
  await page.evaluate(setHidden, false);
  await page.waitForTimeout(6000);
  expect(asked, 'it goes on when it is seen again').toBeGreaterThan(0);
  report({
    what: 'hidden: requests',
    value: hidden.perSecond,
    limit: 0,
    unit: '/s',
    beside: `in ${HIDDEN_SECONDS} s; main thread ${hidden.share.toFixed(1)} %`
  });
});

/** Runs in the page: it believes to be hidden, or to be seen again. */
function setHidden(hidden: boolean): void {
  Object.defineProperties(document, {
    hidden: { configurable: true, get: () => hidden },
    visibilityState: {
      configurable: true,
      get: () => (hidden ? 'hidden' : 'visible')
    }
  });
  document.dispatchEvent(new Event('visibilitychange'));
}
