import type { ISessionContext } from '@jupyterlab/apputils';
import type { CommandRegistry } from '@lumino/commands';
import type { ICellPlace } from '../job/arguments';
import { CommandIDs } from '../job/commandIds';
import type { IJobId } from '../jobs/snapshot';
import type { ICardActions } from './actions';

/**
 * What may be done from the card of a job, by `place`, the cell that it stands
 * in, and `session`, what its notebook computes with.
 */
export function cardActions(
  id: IJobId,
  commands: CommandRegistry,
  place: () => ICellPlace | null,
  session: ISessionContext | null
): ICardActions {
  const run = (command: string, args: Record<string, string | number>) => {
    void commands.execute(command, args);
  };
  const atCell = (command: string, args: Record<string, string | number>) => {
    // A cell may have been moved since.
    const now = place();
    if (now) {
      run(command, { ...now, ...args });
    }
  };
  const inCell = place() !== null;
  return {
    open: commands.hasCommand(CommandIDs.open)
      ? (job, tab) => run(CommandIDs.open, { ...job, tab })
      : null,
    stop: job => run(CommandIDs.stop, { ...job }),
    getResults: inCell
      ? variable =>
          atCell(CommandIDs.getResults, {
            ...id,
            ...(variable === null ? {} : { variable })
          })
      : null,
    openFile: inCell
      ? (folder, path) => atCell(CommandIDs.openFile, { folder, path })
      : null,
    showOutputs:
      inCell && session
        ? {
            get isPossible() {
              return Boolean(session.session?.kernel);
            },
            changed: session.kernelChanged,
            run: () => atCell(CommandIDs.showOutputs, { ...id })
          }
        : null,
    runAgain: inCell ? () => atCell(CommandIDs.runAgain, {}) : null,
    goToLine: inCell ? line => atCell(CommandIDs.goToCell, { line }) : null
  };
}
