import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { jobOf, placeOf, schemaOf } from './arguments';
import { CommandIDs } from './commandIds';

/** Registers the commands that lead from a job into notebooks. */
export function addCellCommands(
  app: JupyterFrontEnd,
  tracker: INotebookTracker,
  mayCost: () => boolean,
  trans: TranslationBundle
): void {
  const { commands } = app;
  const actions = async () => {
    const { CellActions } = await import('./cellActions');
    return new CellActions({ app, tracker, mayCost, trans });
  };

  commands.addCommand(CommandIDs.goToCell, {
    label: trans.__('Go to Cell'),
    caption: trans.__('Show the cell from which a job was sent'),
    describedBy: schemaOf(['notebook', 'cell'], { line: { type: 'number' } }),
    execute: async args => {
      const place = placeOf(args);
      const line = typeof args.line === 'number' ? args.line : null;
      return place && (await actions()).goTo(place, line);
    }
  });
  commands.addCommand(CommandIDs.runAgain, {
    label: trans.__('Run Cell Again'),
    caption: trans.__('Run the cell of a job again, as a new job'),
    describedBy: schemaOf(['notebook', 'cell']),
    execute: async args => {
      const place = placeOf(args);
      return place && (await actions()).runAgain(place);
    }
  });
  commands.addCommand(CommandIDs.getResults, {
    label: trans.__('Get Results'),
    caption: trans.__('Bring a job’s results into the kernel of its notebook'),
    describedBy: schemaOf(['notebook', 'cell', 'backend', 'name'], {
      variable: { type: 'string' }
    }),
    execute: async args => {
      const place = placeOf(args);
      const job = jobOf(args);
      const variable = typeof args.variable === 'string' ? args.variable : null;
      return place && job && (await actions()).getResults(place, job, variable);
    }
  });
  commands.addCommand(CommandIDs.openFile, {
    label: trans.__('Open File'),
    caption: trans.__('Open a file that a job has written beside a notebook'),
    describedBy: schemaOf(['notebook', 'cell', 'folder', 'path']),
    execute: async args => {
      const place = placeOf(args);
      const { folder, path } = args;
      return (
        place &&
        typeof folder === 'string' &&
        typeof path === 'string' &&
        (await actions()).openFile(place, folder, path)
      );
    }
  });
  commands.addCommand(CommandIDs.showOutputs, {
    label: trans.__('Show Outputs'),
    caption: trans.__('Show a job’s outputs in a new cell below its own'),
    describedBy: schemaOf(['notebook', 'cell', 'backend', 'name']),
    execute: async args => {
      const place = placeOf(args);
      const job = jobOf(args);
      return place && job && (await actions()).showOutputs(place, job);
    }
  });
  commands.addCommand(CommandIDs.attach, {
    label: trans.__('Attach in a New Cell'),
    caption: trans.__('Bring a job’s results into the current notebook'),
    describedBy: schemaOf(['backend', 'name']),
    isEnabled: () => tracker.currentWidget !== null,
    execute: async args => {
      const job = jobOf(args);
      return job && (await actions()).attach(job);
    }
  });
  commands.addCommand(CommandIDs.copyMagic, {
    label: trans.__('Copy the Magic'),
    caption: trans.__(
      'Copy the line that sent a job; without its notebook, the one that attaches to it'
    ),
    describedBy: schemaOf(['backend', 'name'], {
      notebook: { type: 'string' },
      cell: { type: 'string' }
    }),
    execute: async args => {
      const job = jobOf(args);
      return job && (await actions()).copyMagic(job, placeOf(args));
    }
  });
}
