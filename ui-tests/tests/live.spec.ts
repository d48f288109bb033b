import { expect } from '@jupyterlab/galata';
import { JOB, offload, test, violations } from '../notebooks';

// Each starts a kernel, the engine and a job: slow on a loaded machine.
test.setTimeout(180_000);

test('a job is watched, found again after a reload, and stopped', async ({
  page,
  tmpPath
}) => {
  const card = await offload(page, `${tmpPath}/live.ipynb`, [
    '%%offload',
    'import time',
    'import jupyterlab_offload as offload',
    'print("the job speaks", flush=True)',
    'offload.progress(1, 4)',
    'time.sleep(600)'
  ]);
  await expect(card.locator('.jp-Offload-logEnd')).toContainText(
    'the job speaks',
    JOB
  );
  await expect(card).toContainText('1 of 4', JOB);
  expect(await violations(page, '.jp-Offload-card')).toEqual([]);
  const name = await card.locator('.jp-Offload-jobName').textContent();

  await page.notebook.save();
  // Galata's own wait is for the launcher; JupyterLab opens the notebook again.
  await page.evaluate(() => window.location.reload());
  await expect(card.locator('.jp-Offload-jobName')).toHaveText(name!, JOB);
  await expect(card.locator('.jp-Offload-logEnd')).toContainText(
    'the job speaks',
    JOB
  );

  await page.sidebar.openTab('jp-Offload-sidebar');
  const sidebar = page.locator('#jp-Offload-sidebar');
  await expect(sidebar.locator('.jp-Offload-jobList')).toContainText(
    name!,
    JOB
  );
  await card.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
  await expect(card.locator('.jp-Offload-cardHeader')).toContainText(
    'Stopped',
    JOB
  );
});
