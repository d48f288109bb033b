import { CommandRegistry } from '@lumino/commands';
import type { ICellPlace } from '../job/arguments';
import { CommandIDs } from '../job/commandIds';
import { cardActions } from './cardActions';

describe('cardActions', () => {
  const job = { backend: 'aws', name: 'train-1' };
  let place: ICellPlace | null;
  let commands: CommandRegistry;
  let ran: unknown[][];

  beforeEach(() => {
    place = { notebook: 'a.ipynb', cell: 'c1' };
    ran = [];
    commands = new CommandRegistry();
    for (const id of Object.values(CommandIDs)) {
      commands.addCommand(id, {
        describedBy: { args: {} },
        execute: args => void ran.push([id, args])
      });
    }
  });

  it('brings values of this job, wherever it runs', () => {
    const { getResults } = cardActions(job, commands, () => place);
    getResults?.('model');
    getResults?.(null);
    expect(ran).toEqual([
      [CommandIDs.getResults, { ...place, ...job, variable: 'model' }],
      [CommandIDs.getResults, { ...place, ...job }]
    ]);
  });

  it('offers nothing about a cell where it stands in none', () => {
    place = null;
    const actions = cardActions(job, commands, () => place);
    expect(actions).toMatchObject({
      getResults: null,
      openFile: null,
      runAgain: null,
      goToLine: null
    });
    actions.open?.(job, 'log');
    actions.stop(job);
    expect(ran).toHaveLength(2);
  });

  it('goes by where the cell is when it is used', () => {
    const actions = cardActions(job, commands, () => place);
    const { openFile, runAgain, goToLine } = actions;
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
