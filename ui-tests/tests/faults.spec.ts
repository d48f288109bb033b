import { expect } from '@jupyterlab/galata';
import type { Route } from '@playwright/test';
import { python } from '../engine';
import { JOB, hasWholeLog, lines, offload, test } from '../notebooks';

// Each starts a kernel, the engine and a job: slow on a loaded machine.
test.setTimeout(240_000);

const LINES = 120;

/** What a proxy in trouble says, one after the other. */
const BAD: readonly ((route: Route) => Promise<void>)[] = [
  route => route.fulfill({ status: 429, json: { message: 'slow down' } }),
  route => route.fulfill({ status: 500, body: 'Internal Server Error' }),
  route => route.fulfill({ status: 200, body: '<html>not you</html>' }),
  route => route.abort('timedout')
];

test('bad answers and a killed engine are said, and lose no line of the log', async ({
  page,
  tmpPath
}) => {
  const card = await offload(page, `${tmpPath}/faults.ipynb`, [
    '%%offload',
    lines(LINES)
  ]);
  await expect(card.locator('.jp-Offload-logEnd')).toContainText('line 2', JOB);
  let asked = 0;
  await page.route('**/offload/aws/**', route =>
    BAD[asked++ % BAD.length](route)
  );
  await expect(card).toContainText('This is the state of', JOB);
  // The job goes on without the engine that is killed, and is found by the next.
  python(
    'import os, signal',
    'from pathlib import Path',
    'from jupyterlab_offload.local.home import Home',
    'from jupyterlab_offload.local.process.record import running',
    'os.kill(running(Home(Path(os.environ["OFFLOAD_HOME"]))).pid, signal.SIGKILL)'
  );
  await expect.poll(() => asked, JOB).toBeGreaterThan(2 * BAD.length);
  await page.unroute('**/offload/aws/**');
  await expect(card).toContainText('Done', { timeout: 120_000 });
  await expect(card).not.toContainText('This is the state of');

  await hasWholeLog(page, card, LINES);
});

test('a laptop that slept through the end of a job shows how it ended', async ({
  page,
  tmpPath
}) => {
  const card = await offload(page, `${tmpPath}/asleep.ipynb`, [
    '%%offload',
    lines(LINES)
  ]);
  await expect(card.locator('.jp-Offload-logEnd')).toContainText('line 2', JOB);
  await page.context().setOffline(true);
  await expect(card).toContainText('The Jupyter server does not answer', JOB);
  await page.clock.install();
  const job = (await card.locator('.jp-Offload-jobName').textContent()) ?? '';
  await expect
    .poll(() => statusOf(job), { timeout: 120_000 })
    .toBe('Completed');
  await page.clock.fastForward('08:00:00');
  await page.context().setOffline(false);
  await expect(card).toContainText('Done', JOB);
  await expect(card).not.toContainText('This is the state of');
  // By the server's clock, not by the page's.
  await expect(card.locator('.jp-Offload-elapsed')).toHaveText(
    /^(\d+ s|[12] min \d+ s)$/
  );
  await hasWholeLog(page, card, LINES);
});

function statusOf(job: string): string {
  return python(
    'from jupyterlab_offload.submit import active, connect',
    'sagemaker = connect(active()).client("sagemaker")',
    `print(sagemaker.describe_training_job(TrainingJobName="${job}")["TrainingJobStatus"])`
  ).trim();
}
