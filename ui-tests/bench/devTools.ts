import type { CDPSession, Page } from '@playwright/test';

/** The browser's own measuring. Galata's page is another object around Playwright's. */
export async function devTools(
  page: Pick<Page, 'context'>
): Promise<CDPSession> {
  const context = page.context();
  return context.newCDPSession(context.pages()[0]);
}
