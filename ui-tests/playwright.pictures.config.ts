// The pictures of docs/, made anew from the real thing: `make pictures`.
import { defineConfig } from '@playwright/test';
import galata from './playwright.config';

export default defineConfig({
  ...galata,
  testDir: './pictures',
  outputDir: './test-results-pictures',
  timeout: 240_000,
  use: {
    ...galata.use,
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce'
  }
});
