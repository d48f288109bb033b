import { rmSync } from 'node:fs';
import { folder } from './machine';

/** Leaves nothing of the tests' server behind. */
export default function teardown(): void {
  rmSync(folder(), { recursive: true, force: true });
}
