import { expect } from '@jupyterlab/galata';
import {
  JOB,
  LOAD,
  SUMS,
  cellAt,
  choose,
  openNotebook,
  send,
  shows,
  sourceOf,
  test,
  violations
} from '../notebooks';

// Each starts a kernel, the engine and a job: slow on a loaded machine.
test.setTimeout(180_000);

test('a cell is offloaded by a click, and its result is there', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, `${tmpPath}/click.ipynb`, SUMS);
  await page.notebook.runCell(0);
  await choose(page, 1);
  // Two clicks are one form.
  await cellAt(page, 1)
    .getByRole('button', { name: /^Offload this cell/ })
    .dblclick();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Offload' })).toBeFocused();
  await expect(dialog.locator('.jp-Offload-inputs')).toContainText('numbers');
  await expect(dialog.locator('.jp-Offload-outputs')).toContainText('total');
  await expect(dialog.locator('.jp-Offload-types')).toContainText(
    'cheapest that fits'
  );
  await page.screenshot({ path: test.info().outputPath('dialog.png') });
  expect(await violations(page, '.jp-Offload-dialog')).toEqual([]);
  // Tab goes through everything, from the end to the beginning.
  for (const stop of [
    dialog.locator('.jp-Dialog-close-button'),
    dialog.getByRole('searchbox'),
    dialog.getByRole('radio', { checked: true }),
    dialog.getByLabel('At most, in dollars'),
    dialog.getByLabel('At most, in minutes'),
    dialog.locator('.jp-Offload-inputs'),
    dialog.locator('.jp-mod-reject'),
    dialog.locator('.jp-mod-accept')
  ]) {
    await page.keyboard.press('Tab');
    await expect(stop).toBeFocused();
  }
  await send(page);
  await expect(cellAt(page, 1).locator('.jp-Offload-card')).toBeVisible(JOB);
  await expect(dialog).toHaveCount(0);
  expect(await sourceOf(page, 1)).toBe(`%%offload\n${SUMS[1]}`);
  await shows(page, 2, 'the total is 6');
});

test('three cells become one job, with the keyboard alone, in the dark', async ({
  page,
  tmpPath
}) => {
  await page.theme.setDarkTheme();
  await openNotebook(page, `${tmpPath}/parts.ipynb`, [
    'numbers = [1, 2, 3]',
    'doubled = [2 * n for n in numbers]',
    'total = sum(doubled)\nprint("in the job:", total)',
    SUMS[2]
  ]);
  await choose(page, 0);
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+Shift+Enter');

  // The kernel does not know the magic: the notebook gets the line that loads it.
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(LOAD);
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('Offload 3 Cells as One Job');
  expect(await sourceOf(page, 0)).toBe(LOAD);

  await expect(dialog.locator('.jp-Offload-phase')).toHaveText('');
  await dialog.getByRole('searchbox').focus();
  await page.keyboard.type('c5.xlarge');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await dialog.getByLabel('At most, in dollars').focus();
  await page.keyboard.type('a lot');
  await page.keyboard.press('Enter');
  await expect(dialog.locator('.jp-Offload-error')).toBeVisible();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('2');
  await expect(dialog.locator('.jp-Offload-line')).toHaveText(
    '%%offload ml.c5.xlarge --max-cost 2 --part 1/3'
  );
  await expect(dialog.locator('.jp-Offload-phase')).toHaveText('');
  await page.screenshot({ path: test.info().outputPath('dialog-dark.png') });
  expect(await violations(page, '.jp-Offload-dialog')).toEqual([]);
  await send(page);

  expect(await sourceOf(page, 1)).toBe(
    '%%offload ml.c5.xlarge --max-cost 2 --part 1/3\nnumbers = [1, 2, 3]'
  );
  expect(await sourceOf(page, 2)).toMatch(/^%%offload --part 2\/3\n/);
  expect(await sourceOf(page, 3)).toMatch(/^%%offload --part 3\/3\n/);
  await shows(page, 4, 'the total is 12');
});

test('in a small window the form keeps its parts apart, and scrolls', async ({
  page,
  tmpPath
}) => {
  await page.setViewportSize({ width: 650, height: 450 });
  const names = Array.from({ length: 30 }, (_, index) => `numbers_${index}`);
  await openNotebook(page, `${tmpPath}/small.ipynb`, [
    `${LOAD}\n${names.map(name => `${name} = [1, 2]`).join('\n')}`,
    `total = sum(${names.join(' + ')}, 0)`
  ]);
  await page.notebook.runCell(0);
  await choose(page, 1);
  await page.keyboard.press('Control+Shift+Enter');
  const form = page.locator('.jp-Offload-submit');
  await expect(form.locator('.jp-Offload-inputs')).toContainText(
    names[29],
    JOB
  );
  const boxes = await form
    .locator('> *')
    .evaluateAll(nodes => nodes.map(node => node.getBoundingClientRect()));
  boxes.slice(1).forEach((box, index) => {
    expect(box.top).toBeGreaterThanOrEqual(boxes[index].bottom - 1);
  });
  const types = form.locator('.jp-Offload-types');
  expect((await types.boundingBox())!.height).toBeGreaterThan(150);
  for (const width of [640, 480]) {
    await page.setViewportSize({ width, height: 450 });
    const price = types.locator('tbody tr:nth-child(3) td:last-child');
    const table = (await types.boundingBox())!;
    const box = (await price.boundingBox())!;
    await expect(price).toContainText('$');
    expect(box.x).toBeGreaterThan(table.x);
    expect(box.x + box.width).toBeLessThanOrEqual(table.x + table.width);
    await page.screenshot({
      path: test.info().outputPath(`small-${width}.png`)
    });
  }
  await form.locator('.jp-Offload-line').scrollIntoViewIfNeeded();
  await expect(form.locator('.jp-Offload-line')).toBeInViewport({ ratio: 1 });
  await page.screenshot({ path: test.info().outputPath('small.png') });
  await page.keyboard.press('Escape');
});

test('a kernel without the package gets a cell that installs it', async ({
  page,
  tmpPath
}) => {
  await openNotebook(page, `${tmpPath}/missing.ipynb`, [
    // As in a kernel of another environment.
    [
      'import os, sys',
      'sys.path = [p for p in sys.path if not',
      '    os.path.exists(os.path.join(p, "jupyterlab_offload"))]'
    ].join('\n'),
    'x = 1'
  ]);
  await page.notebook.runCell(0);
  await choose(page, 1);
  await page.menu.clickMenuItem('Run>Offload This Cell…');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('does not have jupyterlab-offload');
  await dialog.getByRole('button', { name: 'Insert the Cell' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await sourceOf(page, 0)).toBe(
    `%pip install jupyterlab-offload\n${LOAD}`
  );
  await expect(cellAt(page, 0)).toHaveClass(/jp-mod-active/);
  // Nothing is installed before the user says so, and the cell is as it was.
  await expect(cellAt(page, 0).locator('.jp-InputPrompt')).toHaveText('[ ]:');
  expect(await sourceOf(page, 2)).toBe('x = 1');
});
