import { expect, test as galata } from '@jupyterlab/galata';
import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';

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

/** The line that loads the magic. */
export const LOAD = '%load_ext jupyterlab_offload';

/** Until a job has said something, or has ended. */
export const JOB = { timeout: 60_000 };

/** Make a notebook of these code cells and open it with a kernel. */
export async function openNotebook(
  page: IJupyterLabPageFixture,
  path: string,
  cells: readonly string[]
): Promise<void> {
  const notebook = {
    cells: cells.map((source, index) => ({
      cell_type: 'code',
      id: `cell-${index}`,
      source,
      metadata: {},
      execution_count: null,
      outputs: []
    })),
    metadata: {
      kernelspec: {
        name: 'python3',
        display_name: 'Python 3',
        language: 'python'
      }
    },
    nbformat: 4,
    nbformat_minor: 5
  };
  // Galata's own way to fill a cell indents what it types.
  await page.contents.uploadContent(JSON.stringify(notebook), 'text', path);
  await page.notebook.openByPath(path);
  await page.notebook.activate(path.split('/').pop()!);
}

/** The cell of a number, from 0, as it is shown. */
export function cellAt(page: IJupyterLabPageFixture, index: number): Locator {
  // Not the n-th of those shown: the ones out of sight are taken away.
  return page.locator(
    `.jp-Notebook:visible .jp-Cell[data-windowed-list-index="${index}"]`
  );
}

/** Choose a cell with a click beside its code. */
export async function choose(
  page: IJupyterLabPageFixture,
  index: number,
  modifiers: 'Shift'[] = []
): Promise<void> {
  await cellAt(page, index).locator('.jp-InputPrompt').click({ modifiers });
}

/** The text of a cell, with its line breaks. */
export async function sourceOf(
  page: IJupyterLabPageFixture,
  index: number
): Promise<string> {
  const lines = cellAt(page, index).locator('.cm-line');
  return (await lines.allTextContents()).join('\n');
}

/** Violations in our part of the page; JupyterLab's own are not ours to mend. */
export async function violations(
  page: IJupyterLabPageFixture,
  selector: string
): Promise<string[]> {
  // JupyterLab's body has no height, and axe leaves colours out without it.
  await page.addStyleTag({ content: 'html, body { height: 100%; }' });
  const result = await new AxeBuilder({ page }).include(selector).analyze();
  expect(result.passes.map(rule => rule.id)).toContain('color-contrast');
  return result.violations.map(
    rule =>
      `${rule.id}: ${rule.help}: ${rule.nodes.map(node => `${node.target} ${node.any[0]?.message}`).join('; ')}`
  );
}
