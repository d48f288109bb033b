import { expect } from '@jupyterlab/galata';
import {
  JOB,
  LOAD,
  cellAt,
  choose,
  offload,
  sourceOf,
  test,
  violations
} from '../notebooks';

// Each starts a kernel, the engine and a job: slow on a loaded machine.
test.setTimeout(180_000);

test('a cell fails, is repaired at the line, and runs again', async ({
  page,
  tmpPath
}) => {
  const card = await offload(
    page,
    `${tmpPath}/repair.ipynb`,
    [
      '%%offload',
      'inverse = []',
      'for n in numbers:',
      '    inverse.append(6 // n)'
    ],
    {
      setup: `${LOAD}\nnumbers = [1, 2, 0]`,
      after: ['print("inverse", inverse)']
    }
  );
  await expect(card.locator('.jp-Offload-failureText')).toContainText(
    'ZeroDivisionError',
    JOB
  );
  expect(await violations(page, '.jp-Offload-card')).toEqual([]);
  await card.getByRole('button', { name: 'Go to line 4 of the cell' }).click();
  await expect(cellAt(page, 1).locator('.cm-content')).toBeFocused();
  // The cursor is there: what is typed repairs the line.
  await page.keyboard.type('n and ');
  expect(await sourceOf(page, 1)).toContain('    n and inverse.append(6 // n)');
  await card.getByRole('button', { name: 'Run again' }).click();
  await expect(card.locator('.jp-Offload-cardHeader')).toContainText(
    'Done',
    JOB
  );
  await choose(page, 2);
  await page.keyboard.press('Control+Enter');
  await expect(cellAt(page, 2)).toContainText('inverse [6, 3]', JOB);
});
