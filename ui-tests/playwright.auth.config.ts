// As users have it: a token, XSRF checks, a base URL as under JupyterHub; in
// JupyterLab and in Jupyter Notebook. OFFLOAD_JUPYTER names the `jupyter` of
// another environment, to try other versions.
import { defineConfig } from '@playwright/test';
import {
  browser,
  folder,
  jupyterArguments,
  jupyterEnvironment,
  port,
  reporters
} from './machine';

const url = `http://127.0.0.1:${port()}/user/x/`;
const jupyter = process.env.OFFLOAD_JUPYTER ?? 'jupyter';

export default defineConfig({
  testDir: './auth',
  globalTeardown: './teardown.ts',
  outputDir: './test-results-auth',
  timeout: 60_000,
  // A loaded machine is slow, not wrong.
  expect: { timeout: 20_000 },
  workers: 1,
  reporter: reporters(),
  use: {
    baseURL: url,
    video: 'off',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: browser()
  },
  webServer: {
    command: [jupyter, ...jupyterArguments(port())].join(' '),
    // Extensions of other environments leave files where the server was started.
    cwd: folder(),
    env: jupyterEnvironment(),
    url: `${url}login`,
    stderr: 'ignore',
    timeout: 120_000,
    reuseExistingServer: false
  }
});
