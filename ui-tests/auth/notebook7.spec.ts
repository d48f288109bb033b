// Jupyter Notebook 7, with a token and a base URL: the card and the commands.
import { expect, test } from '@playwright/test';
import { JOB, SUMS, cardAt, cellAt, choose, send, shows } from '../documents';
import { TOKEN, putNotebook } from '../server';

test.setTimeout(180_000);

test('in Jupyter Notebook a cell is offloaded with the keyboard, and has its card', async ({
  page
}) => {
  await putNotebook(page, 'seven.ipynb', SUMS);
  await page.goto(`notebooks/seven.ipynb?token=${TOKEN}`);
  await expect(
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
  ).toBeVisible(JOB);
  await choose(page, 0);
  await page.keyboard.press('Shift+Enter');
  await expect(cellAt(page, 0).locator('.jp-InputPrompt')).toHaveText(
    '[1]:',
    JOB
  );
  await page.keyboard.press('Control+Shift+Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('.jp-Offload-inputs')).toContainText('numbers');
  await send(page);
  const card = cardAt(page, 1);
  await expect(card).toContainText('Done', JOB);
  await expect(card.locator('.jp-Offload-logEnd')).toContainText('in the job');
  await shows(page, 2, 'the total is 6');
  const name = (await card.locator('.jp-Offload-jobName').textContent())!;
  await page.keyboard.press('Control+s');

  // What JupyterLab has in tabs is beside the notebook, and below it.
  await page.keyboard.press('Control+Shift+c');
  await page.keyboard.type('Offload jobs');
  await page.locator('[data-command="offload:show-jobs"]').click();
  const sidebar = page.locator('#jp-Offload-sidebar');
  await expect(sidebar).toContainText(name, JOB);
  await card.getByRole('button', { name: 'Log', exact: true }).click();
  const view = page.locator('.jp-Offload-jobBody:visible');
  await expect(view).toContainText('in the job', JOB);
  await page.screenshot({ path: test.info().outputPath('all.png') });
});
