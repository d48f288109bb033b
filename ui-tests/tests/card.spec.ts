import { expect, galata, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { SAVED, SHOWN, evilCards, lookAtCards, mailed } from '../hostile';
import { violations } from '../notebooks';

const EVIL =
  '<img src=x onerror="window.evil = true"><script>window.evil = true</script>';

test.use({
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    // It loads the pictures of every output's HTML in search of headings.
    '@jupyterlab/toc-extension:registry': { includeOutput: false }
  }
});

async function open(
  page: IJupyterLabPageFixture,
  folder: string,
  cards: readonly unknown[],
  shown: string
): Promise<void> {
  const path = `${folder}/mailed.ipynb`;
  const content = JSON.stringify(mailed(cards, shown));
  await page.contents.uploadContent(content, 'text', path);
  await page.notebook.openByPath(path);
}

/** The cells of the notebook in front, as they would be saved. */
function cellsOf(page: IJupyterLabPageFixture): Promise<unknown> {
  return page.evaluate(() => {
    const panel = window.jupyterapp.shell.currentWidget as NotebookPanel;
    return panel.content.model!.sharedModel.toJSON().cells;
  });
}

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
  const given = evilCards(EVIL);
  await open(page, tmpPath, given, EVIL);
  await lookAtCards(page, EVIL);
  expect(await page.evaluate('window.evil')).toBeUndefined();
  expect(asked).toEqual([]);
  // Not whether it is unsaved: JupyterLab notes the kernel and the trust in it.
  expect(await cellsOf(page)).toMatchObject(mailed(given, EVIL).cells);
});

for (const theme of ['light', 'dark'] as const) {
  test(`a kept card shows what was kept, and leads to the failing line, ${theme} theme`, async ({
    page,
    tmpPath
  }) => {
    if (theme === 'dark') {
      await page.theme.setDarkTheme();
    }
    await open(page, tmpPath, [SAVED], SHOWN);
    const card = page.locator('.jp-Offload-card');
    await expect(card).toContainText('ValueError: no such digit');
    await expect(card.getByRole('cell', { name: '7' })).toBeVisible();
    const picture = card.getByRole('img', { name: 'Picture from the job' });
    await expect
      .poll(() =>
        picture.evaluate(node => (node as HTMLImageElement).naturalWidth)
      )
      .toBe(120);
    expect(await violations(page, '.jp-Offload-card')).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`${theme}.png`) });
    await card.getByRole('button', { name: 'Go to line 3' }).click();
    // The cursor's place, as the status bar tells it.
    await expect(page.locator('#jp-main-statusbar')).toContainText('Ln 3,');
    await expect(page.locator('.jp-Notebook')).toHaveClass(/jp-mod-editMode/);
  });
}
