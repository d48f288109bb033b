// The Jupyter server is ended and started again under an open page.
import { expect, test } from '@playwright/test';
import { JOB, LOAD, cardAt, hasWholeLog, lines, run } from '../documents';
import { freePort } from '../machine';
import { Server, openInLab, putNotebook } from '../server';

test.setTimeout(240_000);

const LINES = 80;
let server: Server;
test.beforeEach(async () => {
  server = new Server(freePort());
  await server.start();
});
test.afterEach(() => server.stop());

test('while the server is away the card says so, and then goes on by itself', async ({
  page
}) => {
  await putNotebook(page, 'restart.ipynb', [
    LOAD,
    `%%offload\n${lines(LINES)}`
  ]);
  await openInLab(page, 'restart.ipynb', server.url);
  await run(page, 0);
  await run(page, 1);
  const card = cardAt(page, 1);
  await expect(card.locator('.jp-Offload-logEnd')).toContainText('line 4', JOB);

  await server.stop();
  await expect(card).toContainText('This is the state of', JOB);
  // JupyterLab's own words, over everything.
  const dialog = page.locator('.jp-Dialog');
  await page.addLocatorHandler(dialog, () =>
    dialog.getByRole('button').first().click()
  );
  await page.screenshot({ path: test.info().outputPath('away.png') });
  await server.start();
  await expect(card).toContainText('Done', { timeout: 120_000 });
  await expect(card).not.toContainText('This is the state of');
  await hasWholeLog(page, card, LINES);
  await page.getByRole('tab', { name: 'Offload: jobs' }).click();
  await expect(page.locator('#jp-Offload-sidebar')).toContainText('Done', JOB);
  await page.screenshot({ path: test.info().outputPath('back.png') });
});
