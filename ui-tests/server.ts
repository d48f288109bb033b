// Jupyter as users have it, for the specs of auth/: a token and a base URL.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { JOB, notebookOf } from './documents';
import { folder, jupyterArguments, jupyterEnvironment } from './machine';

export const TOKEN = process.env.OFFLOAD_TEST_TOKEN;

/** What a script that has the token sends with it. */
export const AUTHORIZATION = { Authorization: `token ${TOKEN}` };

/** Put a notebook of these code cells where the server's files are. */
export async function putNotebook(
  page: Page,
  name: string,
  cells: readonly string[]
): Promise<void> {
  await put(page, name, { type: 'notebook', content: notebookOf(cells) });
}

/** Open it in JupyterLab, in a workspace of its own, when its kernel is ready. */
export async function openInLab(
  page: Page,
  name: string,
  base = ''
): Promise<void> {
  const workspace = name.replace(/\W/g, '-');
  await page.goto(
    `${base}lab/workspaces/${workspace}/tree/${name}?token=${TOKEN}`
  );
  await expect(
    page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
  ).toBeVisible(JOB);
}

/** Put a notebook there that was made elsewhere, with its outputs. */
export async function putMailed(
  page: Page,
  name: string,
  content: object
): Promise<void> {
  await put(page, name, { type: 'notebook', content });
}

/** Put a text beside it. */
export async function putText(
  page: Page,
  name: string,
  content: string
): Promise<void> {
  await put(page, name, { type: 'file', format: 'text', content });
}

async function put(page: Page, name: string, data: object): Promise<void> {
  const made = await page.request.put(`api/contents/${name}`, {
    headers: AUTHORIZATION,
    data
  });
  expect(made.ok()).toBe(true);
}

/** Milliseconds that a server has to end by itself. */
const PATIENCE = 15_000;

/** A server of a spec's own, which can be ended and started again. */
export class Server {
  private _process: ChildProcess | null = null;

  constructor(readonly port: string) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}/user/x/`;
  }

  /** Starts it, and waits until it answers. */
  async start(): Promise<void> {
    const jupyter = process.env.OFFLOAD_JUPYTER ?? 'jupyter';
    this._process = spawn(jupyter, jupyterArguments(this.port), {
      cwd: folder(),
      env: { ...process.env, ...jupyterEnvironment() },
      stdio: 'ignore'
    });
    const answers = () =>
      fetch(`${this.url}login`).then(
        answer => answer.ok,
        () => false
      );
    await expect.poll(answers, { timeout: 60_000 }).toBe(true);
  }

  /** Ends it with its kernels. */
  async stop(): Promise<void> {
    const running = this._process;
    this._process = null;
    if (running !== null && running.exitCode === null) {
      const gone = new Promise(done => running.once('exit', done));
      running.kill('SIGTERM');
      // One that shares its notebooks waits for who has them open: they do not go.
      const timer = setTimeout(() => running.kill('SIGKILL'), PATIENCE);
      await gone;
      clearTimeout(timer);
    }
  }
}
