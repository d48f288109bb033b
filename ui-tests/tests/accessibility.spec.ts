import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

/** Violations in our part of the page; JupyterLab's own are not ours to mend. */
async function violations(
  page: IJupyterLabPageFixture,
  selector: string
): Promise<string[]> {
  // JupyterLab's body has no height, and axe leaves colours out without it.
  await page.addStyleTag({ content: 'html, body { height: 100%; }' });
  const result = await new AxeBuilder({ page }).include(selector).analyze();
  expect(result.passes.map(rule => rule.id)).toContain('color-contrast');
  return result.violations.map(rule => `${rule.id}: ${rule.help}`);
}

for (const theme of ['light', 'dark'] as const) {
  test(`what is shown can be read by everybody, ${theme} theme`, async ({
    page
  }) => {
    if (theme === 'dark') {
      await page.theme.setDarkTheme();
    }
    const item = page.locator('#jp-Offload-status');
    await expect(item).toHaveText('Offload: local');
    expect(await violations(page, '#jp-Offload-status')).toEqual([]);
    await item.locator('button').click();
    await expect(page.locator('.jp-Offload-details')).toBeVisible();
    expect(await violations(page, '.jp-Offload-details')).toEqual([]);
    await page.screenshot({ path: test.info().outputPath(`${theme}.png`) });
  });
}
