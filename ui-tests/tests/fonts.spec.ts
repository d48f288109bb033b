import { expect } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { JOB, offload, test } from '../notebooks';

// It starts a kernel, the engine and a job: slow on a loaded machine.
test.setTimeout(240_000);

test('rows and lines have room for larger fonts, and marks show in high contrast', async ({
  page,
  tmpPath
}) => {
  const card = await offload(page, `${tmpPath}/fonts.ipynb`, [
    '%%offload',
    'for step in range(100):',
    '    print("step gÅ", step)'
  ]);
  await expect(card).toContainText('Done', JOB);
  await page.sidebar.openTab('jp-Offload-sidebar');
  const row = page.locator('#jp-Offload-sidebar .jp-Offload-row').first();
  await expect(row).toBeVisible(JOB);
  await card.getByRole('button', { name: 'Log', exact: true }).click();
  const line = page.locator('.jp-Offload-line:visible').last();
  await expect(line).toContainText('offload-result', JOB);
  await picture(page, 'usual');
  expect(await page.evaluate(overflowing)).toEqual([]);

  const before = (await line.boundingBox())!.height;
  for (const key of ['code-font-size', 'ui-font-size1']) {
    for (let times = 0; times < 9; times++) {
      await page.evaluate(
        key =>
          window.jupyterapp.commands.execute('apputils:incr-font-size', {
            key
          }),
        key
      );
    }
  }
  await expect
    .poll(async () => (await line.boundingBox())!.height)
    .toBeGreaterThan(before * 1.5);
  const number = line.locator('.jp-Offload-lineNumber');
  await expect(number).toBeInViewport({ ratio: 1 });
  await picture(page, 'larger');
  expect(await page.evaluate(overflowing)).toEqual([]);

  await page.emulateMedia({ forcedColors: 'active' });
  await picture(page, 'contrast');
  const colours = await page
    .locator('#jp-Offload-sidebar .jp-Offload-badge')
    .first()
    .evaluate(badge => [
      getComputedStyle(badge, '::before').backgroundColor,
      getComputedStyle(badge).backgroundColor
    ]);
  expect(colours[0]).not.toBe(colours[1]);
});

/** Runs in the page: the lines and rows whose words have not enough room. */
function overflowing(): string[] {
  const all = document.querySelectorAll<HTMLElement>(
    '.jp-Offload-line, .jp-Offload-rowMain, .jp-Offload-jobHeading'
  );
  return Array.from(all)
    .filter(
      one =>
        one.checkVisibility({ visibilityProperty: true }) &&
        one.scrollHeight > one.clientHeight
    )
    .map(one => one.textContent ?? '');
}

async function picture(
  page: IJupyterLabPageFixture,
  name: string
): Promise<void> {
  await page.screenshot({ path: test.info().outputPath(`${name}.png`) });
}
