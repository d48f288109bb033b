// The engine that the server and its kernels use in these tests.
import { execFileSync, spawnSync } from 'node:child_process';
import { serverEnvironment } from './machine';

const environment = () => ({ ...process.env, ...serverEnvironment() });

/** Runs Python with that engine's folder. */
export function python(...lines: string[]): string {
  return execFileSync('python', ['-c', lines.join('\n')], {
    env: environment(),
    encoding: 'utf8'
  });
}

/** Ends the engine, kills its jobs and deletes them: as on the first day. */
export function forgetJobs(): void {
  const command = [
    '-m',
    'jupyterlab_offload.local',
    'reset',
    '--yes',
    '--force'
  ];
  const done = spawnSync('python', command, {
    env: environment(),
    encoding: 'utf8'
  });
  if (done.status !== 0) {
    throw new Error(`The engine could not be reset: ${done.stderr}`);
  }
}
