import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../job/commandIds';
import type { IJob } from '../tokens';

/** Show a job's cell; on its own where it came from no notebook. */
export function showJob(job: IJob, commands: CommandRegistry): void {
  const { notebook, cell } = job.snapshot;
  const hasCell = notebook !== '' && cell !== '';
  if (hasCell && commands.hasCommand(CommandIDs.goToCell)) {
    void commands.execute(CommandIDs.goToCell, { notebook, cell });
  } else if (commands.hasCommand(CommandIDs.open)) {
    void commands.execute(CommandIDs.open, { ...job.id });
  }
}
