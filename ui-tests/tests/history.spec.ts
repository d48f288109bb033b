import { readFileSync } from 'node:fs';
import { expect } from '@jupyterlab/galata';
import { JOB, cellAt, offload, test, violations } from '../notebooks';

// Each starts a kernel, the engine and a job: slow on a loaded machine.
test.setTimeout(180_000);

// Galata's stand-in for them leaves a restarted kernel starting for ever.
test.use({ kernels: null, sessions: null });

const LINES = 20_000;

test('results are fetched from the sidebar after the kernel has restarted', async ({
  page,
  tmpPath
}) => {
  const card = await offload(
    page,
    `${tmpPath}/restart.ipynb`,
    '%%offload --name restarted\nanswer = 6 * 7',
    { after: ['print("the answer is", answer)'] }
  );
  await expect(card).toContainText('Done', JOB);
  const name = (await card.locator('.jp-Offload-jobName').textContent())!;
  await page.notebook.save();
  await page.menu.clickMenuItem('Kernel>Restart Kernel…');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Confirm' })
    .click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.sidebar.openTab('jp-Offload-sidebar');
  const sidebar = page.locator('#jp-Offload-sidebar');
  await sidebar.getByRole('searchbox').fill('restarted');
  await expect(sidebar.locator('.jp-Offload-row')).toHaveCount(1, JOB);
  await sidebar.getByRole('searchbox').fill('no such job');
  await expect(sidebar.locator('.jp-Offload-row')).toHaveCount(0);
  await sidebar.getByRole('searchbox').fill(name.slice(-4));
  await sidebar.getByLabel('Status').selectOption('done');
  await expect(sidebar.locator('.jp-Offload-row')).toHaveCount(1);
  expect(await violations(page, '#jp-Offload-sidebar')).toEqual([]);
  await sidebar.getByRole('button', { name: `Actions for ${name}` }).click();
  // A context menu: the helper for menus opens those of the menu bar.
  // eslint-disable-next-line jupyter/galata-prefer-menu-helper
  await page.getByRole('menuitem', { name: 'Attach in a New Cell' }).click();
  // The new cell is below the one that was current, and has run.
  const attached = page.locator('.jp-Notebook:visible .jp-Cell', {
    hasText: `%offload attach ${name}`
  });
  await expect(attached.locator('.jp-InputPrompt')).toHaveText(/\[\d+\]:/, JOB);
  await page.notebook.runCell(2);
  await expect(cellAt(page, 2)).toContainText('the answer is 42', JOB);
});

test('a long log is searched, and a file of the job is downloaded', async ({
  page,
  tmpPath
}) => {
  const card = await offload(page, `${tmpPath}/long.ipynb`, [
    '%%offload',
    `for n in range(1, ${LINES} + 1):`,
    '    print("line", n, "needle" if n % 5000 == 7 else "")'
  ]);
  await expect(card).toContainText('Done', JOB);
  await card.getByRole('button', { name: 'Log', exact: true }).click();
  const view = page.locator('.jp-Offload-jobBody:visible');
  await expect(view).toContainText(/20,?00\d lines/, JOB);
  expect(await view.locator('.jp-Offload-line').count()).toBeLessThan(300);
  await view.getByRole('searchbox').fill('needle');
  await expect(view.locator('.jp-Offload-tools')).toContainText('1 of 4');
  await view.getByRole('searchbox').press('Enter');
  await expect(view.locator('.jp-Offload-tools')).toContainText('2 of 4');
  await expect(view.locator('.jp-Offload-line.jp-mod-current')).toContainText(
    'line 5007 needle'
  );
  expect(await violations(page, '.jp-Offload-jobBody')).toEqual([]);
  const whole = page.waitForEvent('download');
  await view.getByRole('button', { name: 'Download' }).click();
  const log = readFileSync(await (await whole).path(), 'utf8');
  expect(log.match(/^line \d+ /gm)).toHaveLength(LINES);

  await view.getByRole('tab', { name: 'Files' }).click();
  const row = view.getByRole('row', { name: /result\.json/ });
  const file = page.waitForEvent('download');
  await row.getByRole('button', { name: /^Download/ }).click();
  const result = readFileSync(await (await file).path(), 'utf8');
  expect(JSON.parse(result)).toMatchObject({ status: 'done' });
});

test('a job that reaches its ceiling says so, and what it made is there', async ({
  page,
  tmpPath
}) => {
  const card = await offload(page, `${tmpPath}/ceiling.ipynb`, [
    '%%offload --max-runtime 6s',
    'import time',
    'steps = []',
    'while True:',
    '    steps.append(len(steps))',
    '    time.sleep(0.2)'
  ]);
  await expect(card).toContainText('limit', JOB);
  await expect(card.locator('.jp-Offload-results')).toContainText('steps', JOB);
});
