import { expect } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { JOB, cardAt, offload, test } from '../notebooks';

// Each starts a kernel, the engine and a job: slow on a loaded machine.
test.setTimeout(180_000);

test('a notebook that is renamed keeps its jobs, and later ones have its new name', async ({
  page,
  tmpPath
}) => {
  const card = await offload(
    page,
    `${tmpPath}/before.ipynb`,
    '%%offload --name early\nimport time\ntime.sleep(15)\na = 1',
    { after: ['%%offload --name late\nb = 2'] }
  );
  await expect(card).toContainText('Running', JOB);
  await page.sidebar.openTab('jp-Offload-sidebar');
  const sidebar = page.locator('#jp-Offload-sidebar');
  await sidebar.getByLabel('This notebook only').check();
  const rows = sidebar.locator('.jp-Offload-row');
  await expect(rows).toHaveCount(1, JOB);

  await rename(page, 'after.ipynb');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('early-');
  await expect(rows).toContainText('before.ipynb');

  await page.notebook.runCell(2);
  await expect(cardAt(page, 2)).toContainText('Done', JOB);
  await expect(rows).toHaveCount(2, JOB);
  const late = rows.filter({ hasText: 'late-' });
  await expect(late).toContainText('after.ipynb', JOB);
  // The server's root is before it, as it is for a notebook never renamed.
  await expect(late.locator('.jp-Offload-rowMain')).toHaveAttribute(
    'title',
    new RegExp(`\n/.*/${tmpPath}/after\\.ipynb`)
  );
  await expect(card).toContainText('Done', JOB);
});

async function rename(
  page: IJupyterLabPageFixture,
  name: string
): Promise<void> {
  await page.menu.clickMenuItem('File>Rename Notebook…');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(name);
  await dialog.getByRole('button', { name: 'Rename' }).click();
  await expect(dialog).toHaveCount(0);
}
