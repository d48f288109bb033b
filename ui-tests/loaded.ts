import type { Page } from '@playwright/test';

/** What a page may load of ours before a job is named; see CONTRIBUTING.md. */
export const MOST_EAGER_BYTES = 60_000;

/** Notes the scripts of ours that a page loads from now on. */
export class Loaded {
  constructor(page: Page) {
    page.on('response', response => {
      const { pathname } = new URL(response.url());
      if (/\/extensions\/jupyterlab-offload\/.*\.js$/.test(pathname)) {
        const size = response.body().then(body => body.length);
        this._sizes.set(pathname.split('/').pop()!, size);
      }
    });
  }

  /** The names of the files. */
  get names(): string {
    return [...this._sizes.keys()].join(' ');
  }

  /** Their bytes as they are run, not as they are sent. */
  async bytes(): Promise<number> {
    const sizes = await Promise.all(this._sizes.values());
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  private readonly _sizes = new Map<string, Promise<number>>();
}
