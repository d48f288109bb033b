// Somebody who wants to run code in the page, or to be called by it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { JOB, cellAt, choose } from './documents';

/** What the page must never do; see `Watch`. */
export class Watch {
  /** Requests that reached the attacker, and those that left for elsewhere. */
  readonly calls: string[] = [];
  private readonly _server = createServer((request, response) => {
    this.calls.push(`reached: ${request.url}`);
    response.end('window.evil = "loaded"');
  });

  /** Where the attacker listens, once `start` has returned. */
  url = '';

  async start(page: Page): Promise<void> {
    await new Promise<void>(done =>
      this._server.listen(0, '127.0.0.1', () => done())
    );
    const { port } = this._server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}/`;
    const context = page.context();
    context.on('request', request => {
      if (request.url().startsWith(this.url)) {
        this.calls.push(`asked: ${request.url()}`);
      }
    });
    context.on('page', opened => {
      this.calls.push(`opened: ${opened.url()}`);
    });
    page.on('dialog', dialog => {
      this.calls.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('framenavigated', frame => {
      if (frame.parentFrame() !== null && frame.url() !== 'about:blank') {
        this.calls.push(`frame: ${frame.url()}`);
      }
    });
  }

  /** Fails if anything has run, was called or opened, or could be clicked. */
  async nothing(page: Page): Promise<void> {
    for (const frame of page.frames()) {
      expect(await frame.evaluate('window.evil')).toBeUndefined();
    }
    expect(this.calls).toEqual([]);
    const ours = page.locator('[class*="jp-Offload"]');
    await expect(
      ours.locator('script, iframe, object, embed, form, svg svg, style, link')
    ).toHaveCount(0);
    await expect(page.locator('[href^="javascript:" i]')).toHaveCount(0);
    const sources = await ours
      .locator('img')
      .evaluateAll(images => images.map(image => image.getAttribute('src')));
    for (const source of sources) {
      expect(source).toMatch(/^(blob|data):/);
    }
  }

  stop(): void {
    this._server.close();
  }
}

/** HTML that runs, loads, leads away or asks for something, in many ways. */
export function evilHtml(url: string): string {
  return [
    `<img src="${url}img" onerror="window.evil='img'">`,
    `<script>window.evil = 'script'; fetch('${url}fetch')</script>`,
    `<script src="${url}script.js"></script>`,
    `<iframe src="${url}frame" srcdoc="<script>top.evil=1</script>"></iframe>`,
    `<object data="${url}object"></object><embed src="${url}embed">`,
    `<a href="javascript:window.evil='link'">evil link</a>`,
    `<style>@import "${url}css"; body { background: url(${url}body) }</style>`,
    `<link rel="stylesheet" href="${url}link">`,
    `<form action="${url}form"><button>evil button</button></form>`,
    `<svg onload="window.evil='svg'"><script>window.evil=1</script></svg>`,
    `<details open ontoggle="window.evil='toggle'"><summary>x</summary></details>`,
    `<table background="${url}table"><tr onmouseover="window.evil='over'">`,
    `<td style="background: url(${url}style)" onclick="window.evil='td'">a cell</td>`,
    '</tr></table>'
  ].join('');
}

/** The same as a picture. */
export function evilSvg(url: string): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" ' +
    `onload="top.evil='svg'"><script>top.evil = 'svg'</script>` +
    `<image href="${url}svg" width="9" height="9"/>` +
    '<foreignObject width="40" height="40">' +
    `<body xmlns="http://www.w3.org/1999/xhtml" onload="top.evil=1">` +
    `<img src="${url}foreign"/></body></foreignObject>` +
    '<rect width="40" height="40" fill="red"/></svg>'
  );
}

const MIME_TYPE = 'application/vnd.jupyterlab-offload.job.v1+json';

/** A card that was saved with a notebook, of a backend that is not here. */
export const SAVED = {
  version: 1,
  backend: 'elsewhere',
  job: 'digits-261126-101500-ab12',
  type: 'ml.g5.xlarge',
  status: 'Failed',
  seconds: 65,
  cost: 0.02,
  results: [{ name: 'model', size: 1200, state: 'here' }],
  notes: ['x was changed meanwhile.'],
  error: {
    type: 'ValueError',
    message: 'no such digit',
    traceback: 'Cell In[1], line 3\n----> 3 b = 2'
  }
};

/** How many of `evilCards` name a job; nobody has set up its backend. */
const NAMED = 3;

/** The first `NAMED` show their text; the others name no job that could be. */
export function evilCards(text: string): readonly unknown[] {
  const evil = {
    ...SAVED,
    type: text,
    status: text,
    results: [{ name: text, size: 1, state: text }],
    notes: [text, 'x'.repeat(10_000_000), 'javascript:window.evil=1'],
    error: { type: text, message: text, traceback: text }
  };
  return [
    evil,
    { ...evil, backend: 'constructor', cost: -1, seconds: 1e308, notes: {} },
    {
      ...evil,
      backend: 'toString',
      results: Array.from({ length: 5000 }, () => evil.results[0]),
      error: { type: [], message: 7, traceback: { line: text } }
    },
    { ...evil, backend: '__proto__' },
    { ...evil, job: text },
    { ...evil, job: 'a-b"\nimport os' },
    { ...evil, backend: '../../api/shutdown?' },
    { ...evil, backend: 'local/../../..', job: '..%2f..%2fapi' },
    { ...evil, job: { toString: text } },
    [text]
  ];
}

/** Looks at each of `evilCards` in the notebook that is open. */
export async function lookAtCards(page: Page, text: string): Promise<void> {
  const count = evilCards(text).length;
  for (let index = 0; index < count; index += 1) {
    await choose(page, index);
    const card = cellAt(page, index).locator('.jp-Offload-cardOutput');
    await expect(card).toContainText(
      index < NAMED ? 'is not set up here' : 'names none',
      JOB
    );
    if (index === 0) {
      await expect(card).toContainText(text);
    }
    await expect(card.locator('img, script, a, iframe')).toHaveCount(0);
  }
}

/** A table and a picture of 120 by 80, as the kernel keeps what a job has shown. */
export const SHOWN =
  '<div><table><thead><tr><th>digit</th></tr></thead><tbody><tr><td>7</td></tr></tbody></table></div>' +
  '<p><img alt="" src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAHgAAABQCAIAAABd+SbeAAAAg0lEQVR42u3QQQ0AAAgEoAtmMCMayxbOBxsJSPVwIApEi0a0aNEWRItGtGjRFkSLRrRo0YgWjWjRohEtGtGiRSNaNKJFi0a0aESLFo1o0YgWLRrRohEtWjSiRSNatGhEi0a0aNGIFo1o0aIRLRrRokUjWjSiRYtGtGhEixaNaNGI/mMBAW+tOjQsBkkAAAAASUVORK5CYII="></p>';

/**
 * A notebook, as somebody might have mailed it, with each of these as a card,
 * and HTML that says to be what its job has shown.
 */
export function mailed(
  cards: readonly unknown[],
  shown: string
): { cells: object[] } {
  const cells = cards.map((card, index) => ({
    cell_type: 'code',
    id: `cell-${index}`,
    execution_count: 1,
    metadata: {},
    source: '%%offload\na = 1\nb = 2',
    outputs: [
      {
        output_type: 'display_data',
        metadata: {},
        data: {
          [MIME_TYPE]: card,
          'text/html': `<div class="jp-Offload-outputs">${shown}</div>`,
          'text/plain': 'a job'
        }
      }
    ]
  }));
  const kernelspec = {
    name: 'python3',
    display_name: 'Python 3 (ipykernel)',
    language: 'python'
  };
  const metadata = { kernelspec, language_info: { name: 'python' } };
  return { ...{ nbformat: 4, nbformat_minor: 5, metadata }, cells };
}
