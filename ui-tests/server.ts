// Jupyter as users have it, for the specs of auth/: a token and a base URL.
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { notebookOf } from './documents';

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
