import { expect, test } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

const button = '#jp-Offload-status button';

// A query keeps the browser from answering out of its cache.
const route = /\/offload\/config(\?|$)/;

/** Let the server extension answer what a test wants, from the first request. */
async function answer(
  page: IJupyterLabPageFixture,
  reply: { status: number; json: object }
): Promise<void> {
  await page.route(route, request => request.fulfill(reply));
}

const answerOfVersion = (version: string) => ({
  status: 200,
  json: {
    version,
    active: 'local',
    backends: [
      {
        name: 'local',
        region: 'us-east-1',
        account: '000000000000',
        paid: false
      }
    ],
    engine: { running: false, version: null, problem: null }
  }
});

test.describe('the status bar', () => {
  test('shows the active backend', async ({ page }) => {
    await expect(page.locator(button)).toHaveText('Offload: local');
    await expect(page.locator(button)).toHaveAttribute('title', /cost nothing/);
    await expect(page.locator('.Toastify__toast')).toHaveCount(0);
  });

  test('tells more when asked with the keyboard', async ({ page }) => {
    await expect(page.locator(button)).toHaveText('Offload: local');
    await page.locator(button).focus();
    await page.keyboard.press('Enter');
    const dialog = page.locator('.jp-Dialog');
    await expect(dialog).toContainText('us-east-1');
    await expect(dialog).toContainText('000000000000');
    // An earlier test's job may have started it.
    await expect(dialog).toContainText(
      /not running; it starts|running, version \d/
    );
    await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });

  test.describe('with the setting off', () => {
    test.use({
      mockSettings: { 'jupyterlab-offload:status': { showStatus: false } }
    });

    test('does not show the backend', async ({ page }) => {
      await expect(page.locator('#jp-main-statusbar')).toBeVisible();
      await expect(page.locator(button)).toBeHidden();
    });
  });
});

test.describe('front end and server', () => {
  test.use({ autoGoto: false });

  test('a newer server asks for a reload of the page', async ({ page }) => {
    await answer(page, answerOfVersion('99.0.0'));
    await page.goto();
    await expect(page.locator('.Toastify__toast')).toContainText(
      'reload the page'
    );
    await expect(page.locator(button)).toHaveClass(/jp-mod-warning/);
    await expect(page.locator(button)).toHaveText('Offload: local');
  });

  test('an older server asks for its restart', async ({ page }) => {
    await answer(page, answerOfVersion('0.0.1'));
    await page.goto();
    await expect(page.locator('.Toastify__toast')).toContainText(
      'Restart the server'
    );
  });

  test('without the server extension, says so until it is there', async ({
    page
  }) => {
    await answer(page, { status: 404, json: {} });
    await page.goto();
    const toast = page.locator('.Toastify__toast');
    await expect(toast).toContainText('Install jupyterlab-offload');
    await expect(page.locator(button)).toHaveText('Offload: not available');
    await page.unroute(route);
    await toast.getByRole('button', { name: 'Try Again' }).click();
    await expect(page.locator(button)).toHaveText('Offload: local');
    await expect(toast).toHaveCount(0);
  });
});
