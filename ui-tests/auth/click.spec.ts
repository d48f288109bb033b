// JupyterLab of any version that is supported (OFFLOAD_JUPYTER), with or without
// jupyter-collaboration: a cell goes by a click, and its card outlives a reload.
import { expect, test } from '@playwright/test';
import { JOB, SUMS, cardAt, cellAt, choose, run, sourceOf } from '../documents';
import { openInLab, putNotebook } from '../server';

test.setTimeout(180_000);

test('in JupyterLab a cell is offloaded by a click, and its card outlives a reload', async ({
  page
}) => {
  await putNotebook(page, 'click.ipynb', SUMS);
  await openInLab(page, 'click.ipynb');
  await run(page, 0);
  await choose(page, 1);
  await cellAt(page, 1)
    .getByRole('button', { name: /^Offload this cell/ })
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('.jp-Offload-inputs')).toContainText('numbers');
  await dialog.getByRole('button', { name: 'Offload' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await sourceOf(page, 1)).toMatch(/^%%offload\nprint\(/);
  const card = cardAt(page, 1);
  await expect(card).toContainText('Done', JOB);
  await expect(card.locator('.jp-Offload-logEnd')).toContainText('in the job');
  const name = (await card.locator('.jp-Offload-jobName').textContent())!;
  await run(page, 2);
  await expect(cellAt(page, 2)).toContainText('the total is 6');

  await page.keyboard.press('Control+s');
  await expect(page.locator('.jp-mod-dirty')).toHaveCount(0);
  await page.reload();
  await expect(card.locator('.jp-Offload-jobName')).toHaveText(name, JOB);
  await expect(card).toContainText('Done', JOB);
  await expect(card.locator('.jp-Offload-logEnd')).toContainText('in the job');

  // The list knows the notebook by the same path as the kernel.
  await page.getByRole('tab', { name: 'Offload: jobs' }).click();
  const sidebar = page.locator('#jp-Offload-sidebar');
  await sidebar.getByLabel('This notebook only').check();
  await expect(sidebar.locator('.jp-Offload-row')).toContainText(
    name.slice(-4),
    JOB
  );
  await page.screenshot({ path: test.info().outputPath('sidebar.png') });
});
