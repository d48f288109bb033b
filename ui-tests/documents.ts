// What specs of every front end share: notebooks, their cells, what axe finds.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The line that loads the magic. */
export const LOAD = '%load_ext jupyterlab_offload';

/** Cells of which the second is offloaded, and the third shows what it made. */
export const SUMS: readonly [string, string, string] = [
  `${LOAD}\nnumbers = [1, 2, 3]`,
  'print("in the job")\ntotal = sum(numbers)',
  'print("the total is", total)'
];

/** Until a job has said something, or has ended. */
export const JOB = { timeout: 60_000 };

/** A notebook of these code cells, as a file holds it. */
export function notebookOf(cells: readonly string[]): object {
  return {
    cells: cells.map(source => ({
      cell_type: 'code',
      // As JupyterLab makes them: they say which notebook it is.
      id: randomUUID(),
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
}

/** The cell of a number, from 0, as it is shown. */
export function cellAt(page: Page, index: number): Locator {
  // Not the n-th of those shown: the ones out of sight are taken away.
  return page.locator(
    `.jp-Notebook:visible .jp-Cell[data-windowed-list-index="${index}"]`
  );
}

/** The card under the cell of a number. */
export function cardAt(page: Page, index: number): Locator {
  return cellAt(page, index).locator('.jp-Offload-card');
}

/** Choose a cell with a click beside its code. */
export async function choose(
  page: Page,
  index: number,
  modifiers: 'Shift'[] = []
): Promise<void> {
  await cellAt(page, index).locator('.jp-InputPrompt').click({ modifiers });
}

/** Run the cell of a number to its end, by the keyboard. */
export async function run(page: Page, index: number): Promise<void> {
  const prompt = cellAt(page, index).locator('.jp-InputPrompt');
  await choose(page, index);
  // JupyterLab takes no shortcut yet when the kernel is already idle.
  await expect(async () => {
    await page.keyboard.press('Control+Enter');
    await expect(prompt).not.toHaveText('[ ]:', { timeout: 2000 });
  }).toPass(JOB);
  await expect(prompt).toHaveText(/\[\d+\]:/, JOB);
}

/** Choose a cell, run it, and see this come: it may wait for a job. */
export async function shows(
  page: Page,
  index: number,
  text: string
): Promise<void> {
  await choose(page, index);
  await page.keyboard.press('Control+Enter');
  await expect(cellAt(page, index)).toContainText(text, JOB);
}

/** Send what the form in front proposes, by the keyboard. */
export async function send(page: Page): Promise<void> {
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** What the browser calls an error in its console from now on. */
export function errorsOf(page: Page): readonly string[] {
  const found: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') {
      found.push(`${message.text()} ${message.location().url}`);
    }
  });
  return found;
}

/** The text of a cell, with its line breaks. */
export async function sourceOf(page: Page, index: number): Promise<string> {
  const lines = cellAt(page, index).locator('.cm-line');
  return (await lines.allTextContents()).join('\n');
}

/** Python that prints lines from 0 on, four in a second: see `hasWholeLog`. */
export function lines(count: number): string {
  return [
    'import time',
    `for n in range(${count}):`,
    '    print("line", n, flush=True)',
    '    time.sleep(0.25)'
  ].join('\n');
}

/** Open the log of a card's job: each of the `lines` is in it once, in order. */
export async function hasWholeLog(
  page: Page,
  card: Locator,
  count: number
): Promise<void> {
  await card.getByRole('button', { name: 'Log', exact: true }).click();
  const view = page.locator('.jp-Offload-jobBody:visible');
  await expect(view).toContainText(`line ${count - 1}`, JOB);
  const download = page.waitForEvent('download');
  await view.getByRole('button', { name: 'Download' }).click();
  const log = readFileSync(await (await download).path(), 'utf8');
  expect(log.match(/^line \d+$/gm)).toEqual(
    Array.from({ length: count }, (_, index) => `line ${index}`)
  );
}

/** Violations in our part of the page; JupyterLab's own are not ours to mend. */
export async function violations(
  page: Page,
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
