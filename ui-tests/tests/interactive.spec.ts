import { expect } from '@jupyterlab/galata';
import { JOB, cellAt, offload, sourceOf, test, violations } from '../notebooks';

// It starts a kernel, the engine and a job: slow on a loaded machine.
test.setTimeout(180_000);

test('a plot with a script runs in a cell of its own, on a click, and never in the card', async ({
  page,
  tmpPath
}) => {
  // HTML alone: whether plotly's JSON is drawn depends on what is installed.
  const draws = 'window.draws = (window.draws ?? 0) + 1';
  const card = await offload(page, `${tmpPath}/plot.ipynb`, [
    '%%offload --name plot',
    'plot = {',
    `    "text/html": "<div class='plot'></div><script>${draws}</script>",`,
    '    "text/plain": "Figure({...})",',
    '}',
    'display(plot, raw=True)'
  ]);
  await expect(card).toContainText('Done', JOB);
  await expect(card).toContainText('Interactive: a card does not run it', JOB);
  await expect(card).toContainText('Figure({...})');
  await page.notebook.save();
  expect(await page.evaluate('window.draws')).toBeUndefined();
  expect(await violations(page, '.jp-Offload-card')).toEqual([]);

  const name = await card.locator('.jp-Offload-jobName').textContent();
  await card.getByRole('button', { name: 'Show', exact: true }).click();
  await expect.poll(() => page.evaluate('window.draws'), JOB).toBe(1);
  expect(await sourceOf(page, 2)).toBe(`%offload show ${name} --backend local`);
  await expect(cellAt(page, 2).locator('.plot')).toHaveCount(1);
  await expect(card.locator('.plot')).toHaveCount(0);
});
