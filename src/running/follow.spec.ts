import { Notification } from '@jupyterlab/apputils';
import type { IRunningSessions } from '@jupyterlab/running';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { ProblemError } from '../aws/problem';
import { CommandIDs } from '../job/commandIds';
import { FakeJob, FakeJobStore } from '../jobs/testing';
import { follow } from './follow';
import { Preferences } from './preferences';
import type { JobSection } from './section';

describe('follow', () => {
  it('says in a person’s words why a job could not be stopped', async () => {
    const told: string[] = [];
    jest.spyOn(Notification, 'error').mockImplementation(message => {
      told.push(message);
      return '';
    });
    const job = new FakeJob({
      backend: 'local',
      name: 'cell-1',
      status: 'InProgress'
    });
    job.stop = () =>
      Promise.reject(new ProblemError('unreachable', 'ETIMEDOUT'));
    let listed = (): IRunningSessions.IRunningItem[] => [];
    const section = {
      list: (items: typeof listed) => {
        listed = items;
      },
      update: () => undefined
    };
    follow(new FakeJobStore([job]), {
      commands: new CommandRegistry(),
      preferences: new Preferences(),
      section: section as unknown as JobSection,
      trans: nullTranslator.load('jupyterlab_offload')
    });
    listed()[0].shutdown?.();
    await Promise.resolve();
    expect(told).toEqual([
      'cell-1 could not be stopped. The backend does not answer. Try again.'
    ]);
    jest.restoreAllMocks();
  });

  it.each([
    ['Completed', 'Show the Cell', 8000, { notebook: 'a.ipynb', cell: 'c1' }],
    ['Stopped', 'Show the Job', 8000, {}],
    ['Failed', 'Show the Job', false, { notebook: 'a.ipynb' }]
  ] as const)(
    'tells of the end of a job: %s, with the button %s',
    (status, label, autoClose, place) => {
      const emit = jest.spyOn(Notification, 'emit').mockReturnValue('');
      const job = new FakeJob({
        ...{ backend: 'aws', name: 'cell-1', status, ...place }
      });
      job.seconds = 600;
      const store = new FakeJobStore([job]);
      const ran: unknown[] = [];
      const commands = new CommandRegistry();
      for (const id of [CommandIDs.open, CommandIDs.goToCell]) {
        commands.addCommand(id, {
          describedBy: { args: {} },
          execute: args => {
            ran.push([id, args]);
            return true;
          }
        });
      }
      follow(store, {
        commands,
        preferences: new Preferences(),
        section: { list: () => {}, update: () => {} } as unknown as JobSection,
        trans: nullTranslator.load('jupyterlab_offload')
      });
      store.jobEnded.emit(job);
      const [, , options] = emit.mock.calls[0];
      expect(options).toMatchObject({ autoClose, actions: [{ label }] });
      options!.actions![0].callback({} as MouseEvent);
      expect(ran).toEqual([
        label === 'Show the Cell'
          ? [CommandIDs.goToCell, place]
          : [CommandIDs.open, { backend: 'aws', name: 'cell-1' }]
      ]);
      jest.restoreAllMocks();
    }
  );
});
