import { expect, test } from '@jupyterlab/galata';
import { violations } from '../notebooks';

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
