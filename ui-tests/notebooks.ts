// JupyterLab through Galata: open a notebook, send a cell.
import { test as galata } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';
import { LOAD, cardAt, notebookOf } from './documents';

export * from './documents';

/** Galata's test, that gives JupyterLab more time to start on a loaded machine. */
export const test = galata.extend({
  waitForApplication: async ({ baseURL }, use) => {
    await use(async (page, helpers) => {
      await page.locator('#jupyterlab-splash').waitFor({ state: 'detached' });
      await helpers.waitForCondition(
        () => helpers.activity.isTabActive('Launcher'),
        120_000
      );
    });
  }
});

/** Make a notebook of these code cells and open it with a kernel. */
export async function openNotebook(
  page: IJupyterLabPageFixture,
  path: string,
  cells: readonly string[]
): Promise<void> {
  // Galata's own way to fill a cell indents what it types.
  const content = JSON.stringify(notebookOf(cells));
  await page.contents.uploadContent(content, 'text', path);
  await page.notebook.openByPath(path);
  await page.notebook.activate(path.split('/').pop()!);
}

/**
 * Open a notebook that loads the magic, sends `cell`, and then has the cells
 * `after`; run the first two. Returns the card of the job.
 */
export async function offload(
  page: IJupyterLabPageFixture,
  path: string,
  cell: string | readonly string[],
  { setup = LOAD, after = [] }: offload.IOptions = {}
): Promise<Locator> {
  const source = typeof cell === 'string' ? cell : cell.join('\n');
  await openNotebook(page, path, [setup, source, ...after]);
  await page.notebook.runCell(0);
  await page.notebook.runCell(1);
  return cardAt(page, 1);
}

export namespace offload {
  export interface IOptions {
    /** The first cell. */
    readonly setup?: string;
    /** The cells below the one that is sent. */
    readonly after?: readonly string[];
  }
}
