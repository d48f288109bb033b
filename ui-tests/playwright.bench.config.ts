// What the front end weighs and how fast it is, in a real browser: `make bench`.
import { defineConfig } from '@playwright/test';
import galata from './playwright.config';

export default defineConfig({
  ...galata,
  testDir: './bench',
  outputDir: './test-results-bench',
  // Filling and waiting take long; each measurement has its own end.
  timeout: 300_000,
  // It ends with its server; from outside only the first process can be ended.
  globalTimeout: 1_200_000,
  use: { ...galata.use, trace: 'off' }
});
