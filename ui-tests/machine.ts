import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReporterDescription } from '@playwright/test';

// Playwright reads its configuration again in every worker: whatever is chosen
// once is handed on through the environment.

/** A port that is free now. */
export function freePort(): string {
  return execFileSync(process.execPath, [
    '-e',
    "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(String(s.address().port));s.close()})"
  ])
    .toString()
    .trim();
}

/** One for the server of all specs, the same in every worker. */
export function port(): string {
  process.env.OFFLOAD_TEST_PORT ??= freePort();
  return process.env.OFFLOAD_TEST_PORT;
}

/** A temporary folder with the one that the server opens in it, `files`. */
export function folder(): string {
  process.env.OFFLOAD_TEST_ROOT ??= mkdtempSync(join(tmpdir(), 'offload-ui-'));
  mkdirSync(join(process.env.OFFLOAD_TEST_ROOT, 'files'), { recursive: true });
  return process.env.OFFLOAD_TEST_ROOT;
}

/** Keeps the server away from the user's settings, backends, journal and engine. */
export function serverEnvironment(): Record<string, string> {
  const root = folder();
  return {
    JUPYTER_CONFIG_DIR: join(root, 'config'),
    JUPYTER_DATA_DIR: join(root, 'data'),
    JUPYTERLAB_WORKSPACES_DIR: join(root, 'workspaces'),
    JUPYTERLAB_SETTINGS_DIR: join(root, 'settings'),
    OFFLOAD_CACHE: join(root, 'cache'),
    OFFLOAD_CONFIG: join(root, 'offload-config'),
    OFFLOAD_HOME: join(root, 'engine'),
    OFFLOAD_TEST_ROOT: root,
    OFFLOAD_TEST_PORT: port()
  };
}

/** What follows `jupyter` for a server as users have it, at a port. */
export function jupyterArguments(port: string): string[] {
  return [
    ...['lab', '--no-browser', '--allow-root'],
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    '--ServerApp.base_url=/user/x/',
    `--ServerApp.root_dir=${join(folder(), 'files')}`,
    '--ServerApp.allow_unauthenticated_access=False'
  ];
}

/** Its environment, with the token. */
export function jupyterEnvironment(): Record<string, string> {
  process.env.OFFLOAD_TEST_TOKEN ??= 'a-real-token';
  return {
    ...serverEnvironment(),
    JUPYTER_TOKEN: process.env.OFFLOAD_TEST_TOKEN
  };
}

/** The browser that scripts/browser.py found, else Playwright's own. */
export function browser(): { executablePath?: string } {
  const path = process.env.OFFLOAD_CHROMIUM;
  return path ? { executablePath: path } : {};
}

/** For people; and for scripts/run_tests.py when it asks for a report. */
export function reporters(): ReporterDescription[] {
  return process.env.PLAYWRIGHT_JSON_OUTPUT_FILE
    ? [['list'], ['json']]
    : [['list']];
}
