import type { CommandRegistry } from '@lumino/commands';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IJobs } from '../tokens';
import { jobOf, schemaOf } from './arguments';
import { CommandIDs } from './commandIds';

/** Registers the command that stops a job, after a question. */
export function addStopCommand(
  commands: CommandRegistry,
  jobs: IJobs,
  trans: TranslationBundle
): void {
  commands.addCommand(CommandIDs.stop, {
    label: trans.__('Stop Job'),
    caption: trans.__('End a job; what it made so far comes back'),
    describedBy: schemaOf(['backend', 'name']),
    execute: async args => {
      const id = jobOf(args);
      const [{ stopJob }, store] = await Promise.all([
        import('./stopJob'),
        jobs.load()
      ]);
      return id && stopJob(store.open(id), trans);
    }
  });
}
