import { expect } from '@jupyterlab/galata';
import {
  JOB,
  SUMS,
  cardAt,
  cellAt,
  choose,
  offload,
  openNotebook,
  send,
  shows,
  test,
  violations
} from '../notebooks';

// Each starts kernels, the engine and jobs: slow on a loaded machine.
test.setTimeout(180_000);

test('while the kernel is busy, the form says so and what travels', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, `${tmpPath}/busy.ipynb`, [
    SUMS[0],
    'import time\ntime.sleep(20)',
    ...SUMS.slice(1)
  ]);
  await page.notebook.runCell(0);
  await choose(page, 1);
  await page.keyboard.press('Control+Enter');
  await expect(cellAt(page, 1).locator('.jp-InputPrompt')).toHaveText('[*]:');
  await choose(page, 2);
  await page.keyboard.press('Control+Shift+Enter');
  const dialog = page.getByRole('dialog');
  // A subshell answers before the cell has ended.
  await expect(dialog.locator('.jp-Offload-inputs')).toContainText('numbers');
  await expect(cellAt(page, 1).locator('.jp-InputPrompt')).toHaveText('[*]:');
  await send(page);
  await shows(page, 3, 'the total is 6');
});

test('two notebooks, two kernels: each shows its own job', async ({
  page,
  tmpPath
}) => {
  for (const name of ['one', 'two']) {
    await offload(
      page,
      `${tmpPath}/${name}.ipynb`,
      `%%offload --name ${name}\nprint("this is ${name}")\nmade = "${name}"`,
      { after: ['print("made:", made)'] }
    );
  }
  for (const name of ['one', 'two']) {
    await page.notebook.activate(`${name}.ipynb`);
    const card = cardAt(page, 1);
    await expect(card.locator('.jp-Offload-jobName')).toHaveText(
      new RegExp(`^${name}-`)
    );
    await expect(card).toContainText('Done', JOB);
    await expect(card.locator('.jp-Offload-logEnd')).toContainText(
      `this is ${name}`
    );
    await page.notebook.runCell(2);
    await expect(cellAt(page, 2)).toContainText(`made: ${name}`, JOB);
  }
  await page.sidebar.openTab('jp-Offload-sidebar');
  const sidebar = page.locator('#jp-Offload-sidebar');
  const rows = sidebar.locator('.jp-Offload-row');
  await expect(rows.filter({ hasText: /one-\d/ })).toHaveCount(1);
  await sidebar.getByLabel('This notebook only').check();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('two-');
});

test('a browser that was closed finds the job at its end', async ({
  page,
  tmpPath
}) => {
  const card = await offload(page, `${tmpPath}/closed.ipynb`, [
    '%%offload --name closed',
    'import time',
    'time.sleep(8)',
    'made = "meanwhile"'
  ]);
  await expect(card).toContainText('Running', JOB);
  await page.notebook.save();
  const address = page.url();
  // As the browser's own navigation does it: Galata's waits for its launcher.
  await page.evaluate(() => window.location.replace('about:blank'));
  await page.waitForTimeout(12_000);
  await page.evaluate(url => window.location.replace(url), address);
  await expect(card).toContainText('Done', JOB);
  expect(await violations(page, '.jp-Offload-card')).toEqual([]);
});

test('the sidebar leads to the cell of a notebook that is closed, and copies its magic', async ({
  page,
  tmpPath
}) => {
  const card = await offload(
    page,
    `${tmpPath}/away.ipynb`,
    '%%offload ml.t3.medium --name away\nmade = 1'
  );
  await expect(card).toContainText('Done', JOB);
  await page.notebook.save();
  await page.notebook.close();
  await page.sidebar.openTab('jp-Offload-sidebar');
  const sidebar = page.locator('#jp-Offload-sidebar');
  const actions = sidebar.getByRole('button', { name: /^Actions for away-/ });
  // Context menus: the helper for menus opens those of the menu bar.
  await actions.click();
  await page.getByRole('menuitem', { name: 'Copy the Magic' }).click();
  await expect(page.getByText('Copied: %%offload ml.t3.medium')).toBeVisible();
  await page.context().grantPermissions(['clipboard-read']);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    '%%offload ml.t3.medium --name away'
  );
  await actions.click();

  await page.getByRole('menuitem', { name: 'Go to Cell' }).click();
  await expect(cellAt(page, 1)).toHaveClass(/jp-mod-active/);
  await expect(card).toContainText('Done', JOB);
});
