// How soon a line that a job prints is seen in its card.
import { expect } from '@jupyterlab/galata';
import { JOB, LOAD, cellAt, openNotebook, test } from '../notebooks';
import { percentile, report } from './report';

const LINES = 100;

test('a line of a job in its card', async ({ page, tmpPath }) => {
  await openNotebook(page, `${tmpPath}/lines.ipynb`, [
    LOAD,
    [
      '%%offload',
      'import time',
      'time.sleep(3)',
      `for n in range(${LINES}):`,
      '    print(n, "printed at", time.time(), flush=True)',
      '    time.sleep(0.25)'
    ].join('\n')
  ]);
  await page.notebook.runCell(0);
  await page.notebook.runCell(1);
  const card = cellAt(page, 1).locator('.jp-Offload-card');
  await expect(card).toBeVisible(JOB);
  const seen = await page.evaluate(watchLines, LINES);
  const delays = Object.values(seen);
  // One that was never on the screen was too late: the card shows the last few.
  expect(delays.length).toBe(LINES);
  report({
    what: 'line printed → on the screen, p95',
    value: percentile(delays, 95),
    limit: 1,
    unit: 's',
    beside: `median ${percentile(delays, 50).toFixed(2)} s, slowest ${Math.max(...delays).toFixed(2)} s of ${delays.length}`
  });
  await expect(card).toContainText('Done', JOB);
});

/** Runs in the page: the seconds from each line's printing to the painting that shows it. */
async function watchLines(count: number): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  const end = performance.now() + 90_000;
  while (!(count - 1 in seen) && performance.now() < end) {
    await new Promise(requestAnimationFrame);
    const text = document.querySelector('.jp-Offload-logEnd')?.textContent;
    for (const found of (text ?? '').matchAll(/(\d+) printed at ([\d.]+)/g)) {
      seen[found[1]] ??= Date.now() / 1000 - Number(found[2]);
    }
  }
  return seen;
}
