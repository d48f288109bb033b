// Jupyter Notebook 7, with a token and a base URL: the card and the commands.
import { expect, test } from '@playwright/test';

const token = process.env.OFFLOAD_TEST_TOKEN;
const JOB = { timeout: 60_000 };

test.setTimeout(180_000);

test('in Jupyter Notebook a cell is offloaded with the keyboard, and has its card', async ({
  page
}) => {
  const cells = [
    '%load_ext jupyterlab_offload\nnumbers = [1, 2, 3]',
    'print("in the job")\ntotal = sum(numbers)',
    'print("the total is", total)'
  ].map((source, index) => ({
    cell_type: 'code',
    id: `cell-${index}`,
    source,
    metadata: {},
    execution_count: null,
    outputs: []
  }));
  const kernelspec = { name: 'python3', display_name: 'Python 3' };
  const made = await page.request.put('api/contents/seven.ipynb', {
    headers: { Authorization: `token ${token}` },
    data: {
      type: 'notebook',
      content: {
        cells,
        metadata: { kernelspec },
        nbformat: 4,
        nbformat_minor: 5
      }
    }
  });
  expect(made.ok()).toBe(true);
  await page.goto(`notebooks/seven.ipynb?token=${token}`);
  const cell = (index: number) => page.locator('.jp-Cell').nth(index);
  await expect(
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
  ).toBeVisible(JOB);
  await cell(0).locator('.jp-InputPrompt').click();
  await page.keyboard.press('Shift+Enter');
  await expect(cell(0).locator('.jp-InputPrompt')).toHaveText('[1]:', JOB);
  await page.keyboard.press('Control+Shift+Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.locator('.jp-Offload-inputs')).toContainText('numbers');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const card = cell(1).locator('.jp-Offload-card');
  await expect(card).toContainText('Done', JOB);
  await expect(card.locator('.jp-Offload-logEnd')).toContainText('in the job');
  await cell(2).locator('.jp-InputPrompt').click();
  await page.keyboard.press('Control+Enter');
  await expect(cell(2)).toContainText('the total is 6', JOB);
  await page.keyboard.press('Control+s');
});
