import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { forgetJobs } from '../engine';
import { Loaded, MOST_EAGER_BYTES } from '../loaded';
import { folder } from '../machine';
import { TOKEN } from '../server';

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

/** Put a notebook where the server opens it, with these cells and outputs. */
function put(name: string, cells: readonly object[]): void {
  const notebook = { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(join(folder(), 'files', name), JSON.stringify(notebook));
}

const CELL = {
  cell_type: 'code',
  id: 'a',
  source: '1',
  metadata: {},
  execution_count: null
};

// Jobs of an engine that runs would be asked for.
test.beforeEach(forgetJobs);

async function open(page: Page, path: string): Promise<string[]> {
  const asked: string[] = [];
  page.on('request', request => {
    if (request.url().includes('/offload/')) {
      asked.push(new URL(request.url()).pathname);
    }
  });
  await page.goto(`${path}?token=${TOKEN}`);
  const item = page.locator('#jp-Offload-status');
  await expect(item).toHaveText('Offload: local', { timeout: 40_000 });
  await expect(item.locator('button')).not.toHaveClass(/jp-mod-warning/);
  return asked;
}

test('JupyterLab shows the backend, asked below its base URL', async ({
  page
}) => {
  const said = complaints(page);
  const asked = await open(page, 'lab/workspaces/fresh');
  expect(new Set(asked)).toEqual(new Set(['/user/x/offload/config']));
  expect(said).toEqual([]);
});

test('a notebook without a job loads little, and nothing that follows jobs', async ({
  page
}) => {
  put('plain.ipynb', [{ ...CELL, outputs: [] }]);
  const loaded = new Loaded(page);
  await open(page, 'lab/workspaces/plain/tree/plain.ipynb');
  await expect(page.locator('.jp-Cell')).toBeVisible();
  await page.waitForLoadState('networkidle');
  const bytes = await loaded.bytes();
  expect(bytes, loaded.names).toBeGreaterThan(10_000);
  expect(bytes, loaded.names).toBeLessThanOrEqual(MOST_EAGER_BYTES);
});

test('a notebook with a job loads what shows it, in its style', async ({
  page
}) => {
  const job = { backend: 'local', job: 'plain-260101-000000-abcd' };
  const data = { 'application/vnd.jupyterlab-offload.job.v1+json': job };
  const outputs = [{ output_type: 'display_data', data, metadata: {} }];
  put('card.ipynb', [{ ...CELL, outputs }]);
  await open(page, 'lab/workspaces/card/tree/card.ipynb');
  const card = page.locator('.jp-Offload-card');
  await expect(card).toContainText(job.job);
  await expect(card).toHaveCSS('display', 'flex');
});

test('Jupyter Notebook shows the backend over a notebook', async ({ page }) => {
  put('empty.ipynb', []);
  const said = complaints(page);
  await open(page, 'notebooks/empty.ipynb');
  expect(said).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('notebook.png') });
});
