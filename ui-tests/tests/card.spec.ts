import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { violations } from '../notebooks';

const MIME_TYPE = 'application/vnd.jupyterlab-offload.job.v1+json';
const EVIL =
  '<img src=x onerror="window.evil = true"><script>window.evil = true</script>';

/** A notebook, as somebody might have mailed it, with a card for each of these. */
function notebook(cards: readonly object[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {
      kernelspec: {
        name: 'python3',
        display_name: 'Python 3 (ipykernel)',
        language: 'python'
      },
      language_info: { name: 'python' }
    },
    cells: cards.map((card, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      execution_count: 1,
      metadata: {},
      source: '%%offload\na = 1\nb = 2',
      outputs: [
        {
          output_type: 'display_data',
          metadata: {},
          data: { [MIME_TYPE]: card, 'text/plain': 'a job' }
        }
      ]
    }))
  });
}

async function open(
  page: IJupyterLabPageFixture,
  folder: string,
  cards: readonly object[]
): Promise<void> {
  const path = `${folder}/mailed.ipynb`;
  await page.contents.uploadContent(notebook(cards), 'text', path);
  await page.notebook.openByPath(path);
}

/** The cells of the notebook in front, as they would be saved. */
function cellsOf(page: IJupyterLabPageFixture): Promise<unknown> {
  return page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget as NotebookPanel;
    return panel.content.model!.sharedModel.toJSON().cells;
  });
}

const saved = {
  version: 1,
  backend: 'elsewhere',
  job: 'digits-261126-101500-ab12',
  type: 'ml.g5.xlarge',
  status: 'Failed',
  seconds: 65,
  cost: 0.02,
  results: [{ name: 'model', size: 1200, state: 'here' }],
  notes: ['x was changed meanwhile.'],
  error: {
    type: 'ValueError',
    message: 'no such digit',
    traceback: 'Cell In[1], line 3\n----> 3 b = 2'
  }
};

test('a hostile notebook shows text, asks nobody and stays as it is', async ({
  page,
  tmpPath
}) => {
  const asked: string[] = [];
  page.on('request', request => {
    if (/offload\/aws|[/=]x$/.test(request.url())) {
      asked.push(request.url());
    }
  });
  const evil = {
    ...saved,
    type: EVIL,
    status: EVIL,
    results: [{ name: EVIL, size: 1, state: EVIL }],
    notes: [EVIL, 'x'.repeat(10_000_000), 'javascript:window.evil=true'],
    error: { type: EVIL, message: EVIL, traceback: EVIL }
  };
  const mailed = [
    evil,
    { ...evil, job: EVIL },
    { ...evil, backend: '../../api/shutdown?' },
    [EVIL]
  ];
  await open(page, tmpPath, mailed);
  const cards = page.locator('.jp-Offload-cardOutput');
  await expect(cards).toHaveCount(4);
  await expect(cards.nth(0)).toContainText('is not set up here');
  await expect(cards.nth(0)).toContainText('<script>');
  for (const index of [1, 2, 3]) {
    await expect(cards.nth(index)).toContainText('names none');
  }
  await expect(cards.locator('img, script, a, iframe')).toHaveCount(0);
  expect(await page.evaluate('window.evil')).toBeUndefined();
  expect(asked).toEqual([]);
  // Not whether it is unsaved: JupyterLab notes the kernel and the trust in it.
  expect(await cellsOf(page)).toMatchObject(JSON.parse(notebook(mailed)).cells);
});

for (const theme of ['light', 'dark'] as const) {
  test(`a kept card leads to the failing line, ${theme} theme`, async ({
    page,
    tmpPath
  }) => {
    if (theme === 'dark') {
      await page.theme.setDarkTheme();
    }
    await open(page, tmpPath, [saved]);
    const card = page.locator('.jp-Offload-card');
    await expect(card).toContainText('ValueError: no such digit');
    expect(await violations(page, '.jp-Offload-card')).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`${theme}.png`) });
    await card.getByRole('button', { name: 'Go to line 3' }).click();
    // The cursor's place, as the status bar tells it.
    await expect(page.locator('#jp-main-statusbar')).toContainText('Ln 3,');
    await expect(page.locator('.jp-Notebook')).toHaveClass(/jp-mod-editMode/);
  });
}
