import { expect } from '@jupyterlab/galata';
import { forgetJobs } from '../engine';
import {
  JOB,
  LOAD,
  SUMS,
  cardAt,
  cellAt,
  choose,
  errorsOf,
  openNotebook,
  send,
  shows,
  sourceOf,
  test,
  violations
} from '../notebooks';

// Each starts a kernel, the engine and a job: slow on a loaded machine.
test.setTimeout(180_000);

test.describe('with no job yet', () => {
  // The page is to find nothing when it starts.
  test.use({ autoGoto: false });

  test('the sidebar teaches the first job, sends it, and lists it', async ({
    page,
    tmpPath
  }) => {
    forgetJobs();
    await page.goto();
    const errors = errorsOf(page);
    // A job writes nothing for a while: neither its log nor its record is there.
    const cell = 'import time\ntime.sleep(2)\ntotal = sum(range(10))';
    await openNotebook(page, `${tmpPath}/first.ipynb`, [cell, SUMS[2]]);
    await choose(page, 0);
    await page.sidebar.openTab('jp-Offload-sidebar');
    const sidebar = page.locator('#jp-Offload-sidebar');
    await expect(sidebar).toContainText('No jobs yet', JOB);
    await expect(sidebar).toContainText(LOAD);
    expect(await violations(page, '#jp-Offload-sidebar')).toEqual([]);
    await page.screenshot({ path: test.info().outputPath('nothing.png') });
    await sidebar
      .getByRole('button', { name: 'Offload the current cell…' })
      .click();

    // The kernel has not loaded the magic: the form puts the line in, runs it.
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(LOAD);
    await page.keyboard.press('Enter');
    await expect(dialog.locator('.jp-Offload-outputs')).toContainText(
      'total',
      JOB
    );
    await dialog.getByRole('button', { name: 'Offload' }).click();
    await expect(dialog).toHaveCount(0);
    expect(await sourceOf(page, 0)).toBe(LOAD);
    expect(await sourceOf(page, 1)).toBe(`%%offload\n${cell}`);
    await expect(cardAt(page, 1)).toContainText('Done', JOB);
    await expect(sidebar.locator('.jp-Offload-row')).toHaveCount(1, JOB);
    await expect(sidebar).not.toContainText('No jobs yet');
    await shows(page, 2, 'the total is 45');
    expect(errors).toEqual([]);
  });
});

test('a cell is offloaded, and its log opened, without a mouse', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, `${tmpPath}/keys.ipynb`, SUMS);
  // As the keyboard finds it: the first cell of the notebook that was opened.
  await expect(cellAt(page, 0)).toHaveClass(/jp-mod-active/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Enter');
  await expect(cellAt(page, 0).locator('.jp-InputPrompt')).toHaveText(
    '[1]:',
    JOB
  );
  await page.keyboard.press('Control+Shift+Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('.jp-Offload-inputs')).toContainText('numbers');
  await send(page);
  await expect(cardAt(page, 1)).toContainText('Done', JOB);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+Enter');
  await expect(cellAt(page, 2)).toContainText('the total is 6', JOB);

  // Back up to the card, and through what it offers.
  await page.keyboard.press('ArrowUp');
  const log = cardAt(page, 1).getByRole('button', { name: 'Log', exact: true });
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(log).toBeFocused({ timeout: 200 });
  }).toPass({ intervals: [0], timeout: 20_000 });
  await page.keyboard.press('Enter');
  const view = page.locator('.jp-Offload-jobBody:visible');
  await expect(view).toContainText('in the job', JOB);
  const tab = (name: string) => view.getByRole('tab', { name });
  await tab('Log').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(tab('Details')).toBeFocused();
  await expect(tab('Details')).toHaveAttribute('aria-selected', 'true');
});
