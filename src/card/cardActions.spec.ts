import type { ISessionContext } from '@jupyterlab/apputils';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';
import type { ICellPlace } from '../job/arguments';
import { CommandIDs } from '../job/commandIds';
import { cardActions } from './cardActions';

describe('cardActions', () => {
  const job = { backend: 'aws', name: 'train-1' };
  let place: ICellPlace | null;
  let commands: CommandRegistry;
  let kernel: object | null;
  let session: ISessionContext;
  let ran: unknown[][];

  beforeEach(() => {
    place = { notebook: 'a.ipynb', cell: 'c1' };
    ran = [];
    kernel = {};
    session = {
      session: {
        get kernel() {
          return kernel;
        }
      },
      kernelChanged: new Signal({})
    } as unknown as ISessionContext;
    commands = new CommandRegistry();
    for (const id of Object.values(CommandIDs)) {
      commands.addCommand(id, {
        describedBy: { args: {} },
        execute: args => void ran.push([id, args])
      });
    }
  });

  const actions = () => cardActions(job, commands, () => place, session);

  it('brings values of this job, wherever it runs', () => {
    const { getResults } = actions();
    getResults?.('model');
    getResults?.(null);
    expect(ran).toEqual([
      [CommandIDs.getResults, { ...place, ...job, variable: 'model' }],
      [CommandIDs.getResults, { ...place, ...job }]
    ]);
  });

  it('shows outputs of this job, in a notebook that has a kernel', () => {
    const { showOutputs } = actions();
    expect(showOutputs!.isPossible).toBe(true);
    kernel = null;
    expect(showOutputs!.isPossible).toBe(false);
    expect(showOutputs!.changed).toBe(session.kernelChanged);
    showOutputs!.run();
    expect(ran).toEqual([[CommandIDs.showOutputs, { ...place, ...job }]]);
  });

  it('offers nothing about a cell where it stands in none', () => {
    place = null;
    const none = actions();
    expect(none).toMatchObject({
      getResults: null,
      openFile: null,
      showOutputs: null,
      runAgain: null,
      goToLine: null
    });
    none.open?.(job, 'log');
    none.stop(job);
    expect(ran).toHaveLength(2);
  });

  it('goes by where the cell is when it is used', () => {
    const { openFile, runAgain, goToLine } = actions();
    place = { notebook: 'moved.ipynb', cell: 'c1' };
    openFile?.('out', 'a.csv');
    runAgain?.();
    goToLine?.(3);
    expect(ran).toEqual([
      [CommandIDs.openFile, { ...place, folder: 'out', path: 'a.csv' }],
      [CommandIDs.runAgain, place],
      [CommandIDs.goToCell, { ...place, line: 3 }]
    ]);
  });
});
