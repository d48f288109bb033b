// The signing proxy before a real browser, with a token, XSRF checks and a base URL: what a page, a
// hostile notebook in it, and what lies in the bucket can do.
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { forgetJobs, python } from '../engine';
import { TOKEN } from '../server';

const folder = 'offload/aws/local/s3/offload-local/offload/';
const EVIL = "<script>parent.ran = true; document.title = 'ran'</script>";

test.beforeAll(() => {
  python(
    'from jupyterlab_offload.submit import active, connect',
    's3 = connect(active()).client("s3")',
    's3.create_bucket(Bucket="offload-local")',
    `evil = ${JSON.stringify(EVIL)}.encode()`,
    'for name, kind in (("page.html", "text/html"), ("picture.png", "image/png"), ("drawing.svg", "image/svg+xml")):',
    '    s3.put_object(Bucket="offload-local", Key=f"offload/{name}", Body=evil, ContentType=kind)'
  );
});

test.afterAll(forgetJobs);

/** A page of Jupyter's own, logged in by cookie; returns its XSRF token. */
async function logIn(page: Page): Promise<string> {
  await page.goto(`lab?token=${TOKEN}`);
  const cookies = await page.context().cookies();
  const found = cookies.find(cookie => cookie.name === '_xsrf');
  expect(found, 'the server sets an XSRF cookie').toBeDefined();
  return found!.value;
}

const status = (page: Page, address: string, headers: object) =>
  page.evaluate(
    async ([url, given]) =>
      (await fetch(url as string, { headers: given as HeadersInit })).status,
    [`/user/x/${address}`, headers] as const
  );

test('a script of the page reads with its token in a header, and not without', async ({
  page
}) => {
  const xsrf = await logIn(page);
  const address = `${folder}page.html`;
  expect(await status(page, address, { 'X-XSRFToken': xsrf })).toBe(200);
  expect(await status(page, address, {})).toBe(403);
  expect(await status(page, address, { 'X-XSRFToken': 'wrong' })).toBe(403);
  expect(await status(page, `${address}?_xsrf=${xsrf}`, {})).toBe(403);
});

const NAMES = ['page.html', 'picture.png', 'drawing.svg'];

test('what lies in the bucket is shown by no element of a page', async ({
  page
}) => {
  await logIn(page);
  const shown = await page.evaluate(
    async urls => {
      const elements = ['iframe', 'img', 'embed', 'object'];
      const show = (tag: string, url: string) =>
        new Promise<string>(done => {
          const node = document.createElement(tag);
          node.addEventListener('load', () => done(`${tag} load`));
          node.addEventListener('error', () => done(`${tag} error`));
          // Some elements tell nothing of what they could not show.
          setTimeout(done, 3000, `${tag} nothing`);
          node.setAttribute(tag === 'object' ? 'data' : 'src', url);
          document.body.append(node);
        });
      const seen = await Promise.all(
        urls.flatMap(url => elements.map(tag => show(tag, url)))
      );
      return {
        pictures: seen.filter(one => one.startsWith('img')),
        ran: 'ran' in window
      };
    },
    NAMES.map(name => `/user/x/${folder}${name}`)
  );
  expect(shown).toEqual({
    pictures: ['img error', 'img error', 'img error'],
    ran: false
  });
  expect(await page.title()).not.toBe('ran');
});

test('what lies in the bucket is a download even with every header right', async ({
  page
}) => {
  const xsrf = await logIn(page);
  await page.goto('about:blank');
  await page.setExtraHTTPHeaders({ 'X-XSRFToken': xsrf });
  for (const name of NAMES) {
    const download = page.waitForEvent('download');
    await expect(page.goto(`${folder}${name}`)).rejects.toThrow(/download/i);
    await (await download).cancel();
    expect(await page.title()).not.toBe('ran');
  }
});

test('a page of another origin gets nothing, with or without cookies', async ({
  page
}) => {
  await logIn(page);
  const own = new URL(page.url());
  await page.route('http://evil.test/', route =>
    route.fulfill({ contentType: 'text/html', body: 'evil' })
  );
  await page.goto('http://evil.test/');
  for (const credentials of ['include', 'omit'] as const) {
    const got = await page.evaluate(
      ([url, sent]) =>
        fetch(url, {
          credentials: sent as RequestCredentials,
          headers: { 'X-XSRFToken': 'x' }
        }).then(
          () => 'an answer',
          () => 'nothing'
        ),
      [`${own.origin}/user/x/${folder}page.html`, credentials]
    );
    expect(got).toBe('nothing');
  }
});
