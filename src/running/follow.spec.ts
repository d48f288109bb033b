import { Notification } from '@jupyterlab/apputils';
import type { IRunningSessions } from '@jupyterlab/running';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { ProblemError } from '../aws/problem';
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
});
