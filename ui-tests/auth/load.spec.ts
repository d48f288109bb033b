import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { folder } from '../machine';

const token = process.env.OFFLOAD_TEST_TOKEN;

/**
 * What the page says of our modules, or of shared ones, while it loads. Errors
 * elsewhere are not counted: Notebook 7.6 throws one of its own.
 */
function complaints(page: Page): string[] {
  const found: string[] = [];
  const hear = (text: string) => {
    if (/offload|unsatisfied version/i.test(text)) {
      found.push(text);
    }
  };
  page.on('pageerror', error => hear(error.stack ?? String(error)));
  page.on('console', message => hear(message.text()));
  return found;
}

async function open(page: Page, path: string): Promise<string[]> {
  const asked: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/offload/')) {
      asked.push(new URL(request.url()).pathname);
    }
  });
  await page.goto(`${path}?token=${token}`);
  const item = page.locator('#jp-Offload-status');
  await expect(item).toHaveText('Offload: local', { timeout: 40_000 });
  await expect(item.locator('button')).not.toHaveClass(/jp-mod-warning/);
  return asked;
}

test('JupyterLab shows the backend, asked below its base URL', async ({
  page
}) => {
  const said = complaints(page);
  const asked = await open(page, 'lab');
  expect(new Set(asked)).toEqual(new Set(['/user/x/offload/config']));
  expect(said).toEqual([]);
});

test('Jupyter Notebook shows the backend over a notebook', async ({ page }) => {
  const notebook = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(
    join(folder(), 'files', 'empty.ipynb'),
    JSON.stringify(notebook)
  );
  const said = complaints(page);
  await open(page, 'notebooks/empty.ipynb');
  expect(said).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('notebook.png') });
});
