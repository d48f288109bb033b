import { expect } from '@jupyterlab/galata';
import { JOB, cellAt, choose, offload, test, violations } from '../notebooks';

// Each starts a kernel, the engine and a job: slow on a loaded machine.
test.setTimeout(240_000);

for (const theme of ['light', 'dark'] as const) {
  test(`every view can be read by everybody, and is there again after a reload, ${theme} theme`, async ({
    page,
    tmpPath
  }) => {
    if (theme === 'dark') {
      await page.theme.setDarkTheme();
    }
    const card = await offload(
      page,
      `${tmpPath}/views.ipynb`,
      [
        '%%offload --max-cost 1',
        'import jupyterlab_offload as offload',
        'for step in range(5):',
        '    print("step", step, "\\x1b[31mred\\x1b[0m \\x1b[33myellow\\x1b[0m")',
        '    offload.log(loss=1 / (step + 1))',
        'with open("table.csv", "w") as file:',
        '    file.write("a,b\\n1,2\\n")',
        'made = 1'
      ],
      { after: ['made + 1'] }
    );
    await expect(card).toContainText('Done', JOB);
    expect(await violations(page, '.jp-Offload-card')).toEqual([]);

    await choose(page, 2);
    await cellAt(page, 2)
      .getByRole('button', { name: /^Offload this cell/ })
      .click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.locator('.jp-Offload-inputs')).toContainText('made');
    expect(await violations(page, '.jp-Offload-dialog')).toEqual([]);
    await page.keyboard.press('Escape');

    await page.notebook.save();
    await page.sidebar.openTab('jp-Offload-sidebar');
    const sidebar = page.locator('#jp-Offload-sidebar');
    await expect(sidebar.locator('.jp-Offload-row').first()).toBeVisible(JOB);
    expect(await violations(page, '#jp-Offload-sidebar')).toEqual([]);

    await card.getByRole('button', { name: 'Log', exact: true }).click();
    const view = page.locator('.jp-Offload-jobBody:visible');
    const shown = {
      Log: 'step 4',
      Metrics: 'loss',
      Files: 'table.csv',
      Details: 'ml.m5.large'
    };
    const isKept = page.waitForRequest(
      request =>
        request.method() === 'PUT' &&
        request.url().includes('/api/workspaces/') &&
        /offload-job.*"tab":"details"/s.test(request.postData() ?? '')
    );
    for (const [name, text] of Object.entries(shown)) {
      await view.getByRole('tab', { name }).click();
      await expect(view.getByRole('tabpanel')).toContainText(text, JOB);
      expect(await violations(page, '.jp-Offload-jobBody')).toEqual([]);
      const path = test.info().outputPath(`${name}-${theme}.png`);
      await page.screenshot({ path });
    }
    await isKept;

    // Galata's own wait is for the launcher; JupyterLab opens all this again.
    await page.evaluate(() => window.location.reload());
    await expect(view).toBeVisible(JOB);
    await expect(view.getByRole('tab', { name: 'Details' })).toHaveAttribute(
      'aria-selected',
      'true'
    );
    await expect(view.getByRole('tabpanel')).toContainText('ml.m5.large', JOB);
    await expect(sidebar.locator('.jp-Offload-row').first()).toBeVisible(JOB);
  });
}
