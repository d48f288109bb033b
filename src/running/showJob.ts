import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../job/commandIds';
import type { IJob } from '../tokens';

/**
 * Show a job's cell; the job on its own where it came from no notebook, or from
 * one that is not here.
 */
export async function showJob(
  job: IJob,
  commands: CommandRegistry
): Promise<void> {
  const { notebook, cell } = job.snapshot;
  const hasCell = notebook !== '' && cell !== '';
  const isShown: unknown =
    hasCell && commands.hasCommand(CommandIDs.goToCell)
      ? await commands.execute(CommandIDs.goToCell, { notebook, cell })
      : false;
  if (isShown !== true && commands.hasCommand(CommandIDs.open)) {
    await commands.execute(CommandIDs.open, { ...job.id });
  }
}
