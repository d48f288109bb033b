import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';
import { JOB, LOAD, cellAt, choose, openNotebook, test } from '../notebooks';

const FOLDER = join(__dirname, '..', '..', 'docs', 'pictures');

const SETUP = [
  LOAD,
  'from sklearn.datasets import load_digits',
  'from sklearn.neural_network import MLPClassifier',
  '',
  'X, y = load_digits(return_X_y=True)'
].join('\n');

const TRAIN = [
  '%%offload ml.c5.2xlarge --max-cost 2',
  'import time',
  'import matplotlib.pyplot as plt',
  'import jupyterlab_offload as offload',
  '',
  'model = MLPClassifier((64,), random_state=0)',
  'losses = []',
  'for epoch in range(12):',
  '    model.partial_fit(X[:1200], y[:1200], classes=range(10))',
  '    score = model.score(X[1200:], y[1200:])',
  '    losses.append(model.loss_)',
  '    print(f"epoch {epoch + 1:2d}  loss {model.loss_:.3f}  accuracy {score:.3f}", flush=True)',
  '    offload.log(loss=model.loss_, accuracy=score)',
  '    offload.progress(epoch + 1, 12)',
  '    time.sleep(0.3)',
  'plt.figure(figsize=(5, 2))',
  'plt.plot(losses)',
  'plt.show()'
].join('\n');

const WAIT = '\ntime.sleep(600)';

const BROKEN = [
  '%%offload',
  'accuracy = {"linear": 0.91, "trees": 0.94}',
  'print("comparing", len(accuracy), "models")',
  'best = accuracy["forest"]'
].join('\n');

for (const theme of ['light', 'dark'] as const) {
  /** Save what is shown of an element, or of the page. */
  const picture = async (
    page: IJupyterLabPageFixture,
    name: string,
    of: Locator | null = null
  ) => {
    const path = join(FOLDER, `${name}-${theme}.png`);
    await (of ?? page).screenshot({ path, animations: 'disabled' });
  };

  test(`pictures of every view, ${theme} theme`, async ({ page, tmpPath }) => {
    mkdirSync(FOLDER, { recursive: true });
    if (theme === 'dark') {
      await page.theme.setDarkTheme();
    }
    await openNotebook(page, `${tmpPath}/digits.ipynb`, [
      SETUP,
      TRAIN,
      TRAIN + WAIT,
      BROKEN,
      'model.fit(X, y)\nscore = model.score(X, y)'
    ]);
    await page.sidebar.openTab('jp-Offload-sidebar');
    const sidebar = page.locator('#jp-Offload-sidebar');
    if (theme === 'light') {
      await expect(sidebar).toContainText('%%offload');
      await picture(page, 'first-look');
    }
    // Notifications come and go: what they cover is wanted.
    await page.addStyleTag({
      content: '.Toastify { visibility: hidden; }'
    });
    const cell = (index: number) =>
      cellAt(page, index).locator('.jp-Offload-card');
    await page.notebook.runCell(0);
    await page.notebook.runCell(1);
    await expect(cell(1)).toContainText('Done', JOB);
    await expect(cell(1).locator('img')).toBeVisible(JOB);
    await picture(page, 'card-ended', cell(1));
    await page.notebook.runCell(3);
    await expect(cell(3)).toContainText('Failed', JOB);
    await picture(page, 'card-failed', cell(3));
    await page.notebook.runCell(2);
    await expect(cell(2)).toContainText('12 of 12', JOB);
    await expect(cell(2).locator('img')).toBeVisible(JOB);
    await picture(page, 'card-running', cell(2));
    await expect(sidebar.locator('.jp-Offload-jobList')).toContainText(
      'Failed',
      JOB
    );
    await picture(page, 'notebook');
    await picture(page, 'sidebar', sidebar);

    await cell(2).getByRole('button', { name: 'Log', exact: true }).click();
    const view = page.locator('.jp-Offload-jobBody:visible');
    await page.sidebar.close('left');
    await expect(view).toContainText('epoch 12');
    await picture(page, 'job-log', view);
    for (const name of ['Metrics', 'Files', 'Details']) {
      await view.getByRole('tab', { name }).click();
      await page.waitForTimeout(2_000);
      await picture(page, `job-${name.toLowerCase()}`, view);
    }
    await view.getByRole('button', { name: 'Stop' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Stop' })
      .click();
    await expect(view).toContainText('Stopped', JOB);

    await page.notebook.activate('digits.ipynb');
    await choose(page, 4);
    await cellAt(page, 4)
      .getByRole('button', { name: /^Offload this cell/ })
      .click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.locator('.jp-Offload-inputs')).toContainText('model');
    await picture(page, 'submit', dialog);
    await page.keyboard.press('Escape');
  });
}
