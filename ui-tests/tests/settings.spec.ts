import { expect } from '@jupyterlab/galata';
import { test } from '../notebooks';

test('a setting takes effect when it is changed in the form, and a bad value is said', async ({
  page
}) => {
  const item = page.locator('#jp-Offload-status button');
  await expect(item).toHaveText('Offload: local');
  await page.evaluate(async () => {
    await window.jupyterapp.commands.execute('settingeditor:open', {
      query: 'Offload'
    });
  });
  const editor = page.locator('.jp-SettingsPanel');
  await editor.getByLabel('Show the active backend').uncheck();
  await expect(item).toBeHidden();
  await editor.getByLabel('Show the active backend').check();
  await expect(item).toBeVisible();

  // JupyterLab's form does not tie the words to the field.
  const seconds = editor.locator('input[type="number"], input[type="text"]');
  await expect(seconds).toHaveValue('10');
  await seconds.fill('-1');
  await expect(editor).toContainText(/must be >= 0/);
  await page.screenshot({ path: test.info().outputPath('settings.png') });
  await seconds.fill('30');
  await expect(editor).not.toContainText(/must be >= 0/);
});
