// User stories in JupyterLab, with Galata. Its server has no authentication.
import { defineConfig } from '@playwright/test';
import { browser, port, reporters, serverEnvironment } from './machine';

const url = `http://127.0.0.1:${port()}`;
// Galata reads it when it is loaded: that is why it is required, not imported.
process.env.TARGET_URL = url;
const galata = require('@jupyterlab/galata/lib/playwright-config');

export default defineConfig({
  ...galata,
  testDir: './tests',
  globalTeardown: './teardown.ts',
  outputDir: './test-results',
  timeout: 60_000,
  // A loaded machine is slow, not wrong.
  expect: { timeout: 20_000 },
  workers: 1,
  retries: 0,
  reporter: reporters(),
  use: {
    ...galata.use,
    baseURL: url,
    video: 'off',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: browser()
  },
  webServer: {
    command: 'jupyter lab --config jupyter_server_test_config.py',
    env: serverEnvironment(),
    url: `${url}/lab`,
    stderr: 'ignore',
    timeout: 120_000,
    reuseExistingServer: false
  }
});
