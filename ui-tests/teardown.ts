import { rmSync } from 'node:fs';
import { forgetJobs } from './engine';
import { folder } from './machine';

/** Leaves nothing of the tests' server behind, the engine and its jobs included. */
export default function teardown(): void {
  try {
    forgetJobs();
  } finally {
    rmSync(folder(), { recursive: true, force: true });
  }
}
