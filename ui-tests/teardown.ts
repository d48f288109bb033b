import { rmSync } from 'node:fs';
import { folder, stopEngine } from './machine';

/** Leaves nothing of the tests' server behind, the engine of its jobs included. */
export default function teardown(): void {
  stopEngine();
  rmSync(folder(), { recursive: true, force: true });
}
