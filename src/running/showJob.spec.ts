import { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../job/commandIds';
import { FakeJob } from '../jobs/testing';
import { showJob } from './showJob';

describe('showJob', () => {
  const id = { backend: 'aws', name: 'train-1' };
  let ran: unknown[][];
  let isFound: boolean;
  let commands: CommandRegistry;

  function add(...ids: string[]): void {
    for (const one of ids) {
      commands.addCommand(one, {
        describedBy: { args: {} },
        execute: args => {
          ran.push([one, args]);
          return isFound;
        }
      });
    }
  }

  beforeEach(() => {
    ran = [];
    isFound = true;
    commands = new CommandRegistry();
  });

  it('goes to the cell of a job', async () => {
    add(CommandIDs.open, CommandIDs.goToCell);
    const place = { notebook: '/home/jo/a.ipynb', cell: 'c1' };
    await showJob(new FakeJob({ ...id, ...place }), commands);
    expect(ran).toEqual([[CommandIDs.goToCell, place]]);
  });

  it('opens the job where its notebook or its cell is not here', async () => {
    add(CommandIDs.open, CommandIDs.goToCell);
    isFound = false;
    const place = { notebook: '/elsewhere/a.ipynb', cell: 'c1' };
    await showJob(new FakeJob({ ...id, ...place }), commands);
    expect(ran).toEqual([
      [CommandIDs.goToCell, place],
      [CommandIDs.open, id]
    ]);
  });

  it.each([
    ['', ''],
    ['', 'c1'],
    ['a.ipynb', '']
  ])('opens a job of no cell on its own: %j, %j', async (notebook, cell) => {
    add(CommandIDs.open, CommandIDs.goToCell);
    await showJob(new FakeJob({ ...id, notebook, cell }), commands);
    expect(ran).toEqual([[CommandIDs.open, id]]);
  });

  it('does so where there are no notebooks, and nothing without both', async () => {
    const job = new FakeJob({ ...id, notebook: 'a.ipynb', cell: 'c1' });
    await showJob(job, commands);
    add(CommandIDs.open);
    await showJob(job, commands);
    expect(ran).toEqual([[CommandIDs.open, id]]);
  });
});
