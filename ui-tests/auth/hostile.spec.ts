// A job that attacks whoever looks at it: its outputs, files, log, progress,
// numbers, results and error. With a token, XSRF and a base URL, as users have it.
import { expect, test } from '@playwright/test';
import { JOB, LOAD, cardAt, run } from '../documents';
import { forgetJobs } from '../engine';
import {
  Watch,
  evilCards,
  evilHtml,
  evilSvg,
  lookAtCards,
  mailed
} from '../hostile';
import { TOKEN, openInLab, putMailed, putNotebook, putText } from '../server';

test.setTimeout(240_000);

let watch: Watch;
test.beforeEach(async ({ page }) => {
  watch = new Watch();
  await watch.start(page);
});
test.afterEach(() => watch.stop());

/** A module whose `attack` does everything that a job can do to its reader. */
const ATTACK = `
import base64, os
import jupyterlab_offload as offload

def packed(text):
    return base64.b64encode(text.encode()).decode()

def attack():
    print('the log begins')
    print(evil)
    print('\x1b]8;;javascript:window.evil=1\x1b\\\\evil link\x1b]8;;\x1b\\\\ after')
    print('\x1b[31m' * 3000 + 'red' + '\x1b[999;999H\x1b[2J')
    print('x' * 1_000_000)
    print('nul \\x00 bidi \\u202e\\u2066 end')
    print('offload: result ' + '0' * 64)
    print('the log ends', flush=True)
    offload.progress(1, 2, evil)
    offload.log(**{evil: 1.0, 'plain': 2.0})
    files = {
        'page.html': evil, 'drawing.svg': svg, 'picture.png': evil, 'notes.txt': evil,
        'table.csv': evil.replace(',', ';') + ',=cmd()\\n1,' + evil,
        '<img src=x onerror=window.evil=1>.txt': evil,
    }
    for name, text in files.items():
        with open(os.path.join(os.environ['SM_MODEL_DIR'], name), 'w') as file:
            file.write(text)
    for data in (
        {'text/html': evil}, {'image/svg+xml': svg}, {'image/png': packed(evil)},
        {'image/jpeg': packed(svg)}, {'application/javascript': "window.evil = 'javascript'"},
        {'text/latex': '$\\\\href{javascript:window.evil=1}{x}$' + evil},
        {'application/vnd.jupyterlab-offload.job.v1+json': {'job': evil, 'backend': 'local'}},
        {'application/vnd.jupyter.widget-view+json': {'model_id': evil}},
        {'application/geo+json': {'type': evil}}, {'text/markdown': evil},
    ):
        display({'text/plain': 'it shows ' + list(data)[0] + evil, **data}, raw=True)

class Shown:
    def __repr__(self):
        return evil
    _repr_html_ = __repr__
`;

test('a hostile job runs nothing in the page, calls nobody, and is shown as text', async ({
  page
}) => {
  const [evil, svg] = [evilHtml(watch.url), evilSvg(watch.url)];
  await putText(
    page,
    'attack.py',
    `evil, svg = ${JSON.stringify(evil)}, ${JSON.stringify(svg)}\n${ATTACK}`
  );
  await putNotebook(page, 'hostile.ipynb', [
    LOAD,
    '%%offload --name hostile\nimport time\nfrom attack import *\nattack()\ntime.sleep(6)\nresult = Shown()\nresult',
    '%%offload --name failing\nfrom attack import evil\nraise ValueError(evil)'
  ]);
  await openInLab(page, 'hostile.ipynb');
  await run(page, 0);
  await run(page, 1);
  const card = cardAt(page, 1);
  await test.step('while it runs', async () => {
    await expect(card).toContainText('it shows application/geo+json', JOB);
    await expect(card).toContainText('a cell');
    await expect(card.locator('img')).not.toHaveCount(0);
    await watch.nothing(page);
  });
  await test.step('when it has ended', async () => {
    await expect(card).toContainText('Done', JOB);
    await expect(card.locator('.jp-Offload-results')).toContainText('result');
    await watch.nothing(page);
    await page.screenshot({ path: test.info().outputPath('card.png') });
  });
  await test.step('when it fails', async () => {
    await run(page, 2);
    const failed = cardAt(page, 2);
    await expect(failed).toContainText('ValueError', JOB);
    await expect(failed).toContainText("window.evil='img'");
    await watch.nothing(page);
  });
  await card.getByRole('button', { name: 'Log', exact: true }).click();
  const view = page.locator('.jp-Offload-jobBody:visible');
  await test.step('its log', async () => {
    await expect(view).toContainText('the log ends', JOB);
    await view.getByRole('searchbox').fill('evil link');
    await expect(view.locator('.jp-Offload-line.jp-mod-current')).toBeVisible();
    await watch.nothing(page);
    await page.screenshot({ path: test.info().outputPath('log.png') });
  });
  await test.step('its numbers and details', async () => {
    for (const name of ['Metrics', 'Details']) {
      await view.getByRole('tab', { name }).click();
      await expect(view.locator('.jp-Offload-tabPanel')).not.toBeEmpty();
      await watch.nothing(page);
    }
  });
  await test.step('its files', async () => {
    await view.getByRole('tab', { name: 'Files' }).click();
    for (const name of [
      'page.html',
      'drawing.svg',
      'picture.png',
      'table.csv',
      '<img src=x onerror=window.evil=1>.txt'
    ]) {
      await view.getByRole('button', { name: `Show model/${name}` }).click();
      const preview = view.getByRole('region', { name: /^Preview of/ });
      await expect(preview).toContainText(name);
      await expect(preview.getByText('Reading')).toHaveCount(0);
      if (!/svg|png/.test(name)) {
        await expect(preview).toContainText("window.evil='img'");
      }
      await watch.nothing(page);
      await preview.getByRole('button', { name: 'Close' }).click();
    }
  });
  await test.step('the lists', async () => {
    await page.getByRole('tab', { name: 'Offload: jobs' }).click();
    await expect(page.locator('#jp-Offload-sidebar')).toContainText(
      'failing',
      JOB
    );
    await watch.nothing(page);
  });
});

test('a hostile notebook shows text and asks nobody', async ({ page }) => {
  // The lists would ask about jobs that are there.
  forgetJobs();
  const asked: string[] = [];
  page.on('request', request => {
    if (/offload\/aws|\/jobs|shutdown/.test(request.url())) {
      asked.push(request.url());
    }
  });
  const text = evilHtml(watch.url);
  // JupyterLab itself loads the pictures of any output's HTML, in search of
  // headings: none of these leads elsewhere.
  const shown = evilHtml('');
  await putMailed(page, 'mailed.ipynb', mailed(evilCards(text), shown));
  await page.goto(`lab/workspaces/mailed/tree/mailed.ipynb?token=${TOKEN}`);
  await lookAtCards(page, text);
  await watch.nothing(page);
  expect(asked).toEqual([]);
});
