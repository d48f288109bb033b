import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { folder, serverEnvironment } from './machine';

/** Leaves nothing of the tests' server behind, the engine of its jobs included. */
export default function teardown(): void {
  spawnSync('python', ['-m', 'jupyterlab_offload.local', 'stop'], {
    env: { ...process.env, ...serverEnvironment() },
    stdio: 'ignore'
  });
  rmSync(folder(), { recursive: true, force: true });
}
