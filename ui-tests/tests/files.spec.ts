import { expect } from '@jupyterlab/galata';
import { JOB, offload, test, violations } from '../notebooks';

// It starts a kernel, the engine and a job: slow on a loaded machine.
test.setTimeout(180_000);

test('files of a job are in its card, come with the next cell and open', async ({
  page,
  tmpPath
}) => {
  const cell = [
    '%%offload',
    'import os',
    'os.makedirs("out", exist_ok=True)',
    'with open("out/scores.txt", "w") as file:',
    '    n = file.write("accuracy 0.91")',
    'with open("model.pt", "wb") as file:',
    '    n = file.write(bytes(5000))'
  ];
  const card = await offload(page, `${tmpPath}/files.ipynb`, cell, {
    after: ['print("after", n)']
  });
  const files = card.getByRole('list', { name: 'Files' });
  await expect(files.getByRole('listitem')).toHaveText(
    [
      /^model\.pt.*comes with the next cell/,
      /^out\/scores\.txt.*comes with the next cell/
    ],
    JOB
  );
  await page.notebook.runCell(2);
  await expect(files.getByRole('listitem')).toHaveText(
    [/^model\.pt.*here$/, /^out\/scores\.txt.*here$/],
    JOB
  );
  expect(await violations(page, '.jp-Offload-card')).toEqual([]);
  await card.screenshot({ path: test.info().outputPath('files.png') });

  await expect(files.getByRole('button', { name: 'model.pt' })).toHaveCount(0);
  await files.getByRole('button', { name: 'out/scores.txt' }).click();
  await expect(page.locator('.jp-FileEditor:visible')).toContainText(
    'accuracy 0.91'
  );
});
