import { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../job/commandIds';
import { FakeJob } from '../jobs/testing';
import { showJob } from './showJob';

describe('showJob', () => {
  const id = { backend: 'aws', name: 'train-1' };
  let ran: unknown[][];
  let commands: CommandRegistry;

  function add(...ids: string[]): void {
    for (const one of ids) {
      commands.addCommand(one, {
        describedBy: { args: {} },
        execute: args => void ran.push([one, args])
      });
    }
  }

  beforeEach(() => {
    ran = [];
    commands = new CommandRegistry();
  });

  it('goes to the cell of a job', () => {
    add(CommandIDs.open, CommandIDs.goToCell);
    const place = { notebook: '/home/jo/a.ipynb', cell: 'c1' };
    showJob(new FakeJob({ ...id, ...place }), commands);
    expect(ran).toEqual([[CommandIDs.goToCell, place]]);
  });

  it.each([
    ['', ''],
    ['', 'c1'],
    ['a.ipynb', '']
  ])('opens a job of no cell on its own: %j, %j', (notebook, cell) => {
    add(CommandIDs.open, CommandIDs.goToCell);
    showJob(new FakeJob({ ...id, notebook, cell }), commands);
    expect(ran).toEqual([[CommandIDs.open, id]]);
  });

  it('does so where there are no notebooks, and nothing without both', () => {
    const job = new FakeJob({ ...id, notebook: 'a.ipynb', cell: 'c1' });
    showJob(job, commands);
    add(CommandIDs.open);
    showJob(job, commands);
    expect(ran).toEqual([[CommandIDs.open, id]]);
  });
});
