import type { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';
import { canStop } from '../components/status';
import { CommandIDs } from '../job/commandIds';
import type { IJob } from '../jobs/interfaces';

/** What may be done with a job of the list, all of it by commands. */
export class RowMenu {
  constructor(private readonly _commands: CommandRegistry) {}

  /** Open the job on its own. */
  show(job: IJob): void {
    void this._commands.execute(CommandIDs.open, { ...job.id });
  }

  /** Offer all that may be done, at a place of the page. */
  open(job: IJob, x: number, y: number): void {
    const { notebook, cell } = job.snapshot;
    const menu = new Menu({ commands: this._commands });
    const add = (command: string, args: Record<string, string>) => {
      if (this._commands.hasCommand(command)) {
        menu.addItem({ command, args });
      }
    };
    add(CommandIDs.open, { ...job.id });
    if (notebook !== '' && cell !== '') {
      add(CommandIDs.goToCell, { notebook, cell });
    }
    if (canStop(job.snapshot)) {
      add(CommandIDs.stop, { ...job.id });
    }
    menu.addItem({ type: 'separator' });
    add(CommandIDs.attach, { ...job.id });
    add(CommandIDs.copyMagic, { ...job.id, notebook, cell });
    // The command of a closed menu still runs; the menu itself is not needed.
    menu.aboutToClose.connect(() => {
      requestAnimationFrame(() => menu.dispose());
    });
    menu.open(x, y);
  }
}
