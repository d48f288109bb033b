import { nullTranslator } from '@jupyterlab/translation';
import React, { act } from 'react';
import { ProblemError } from '../../aws/problem';
import { Stage } from '../../components/testing';
import { FakeJob } from '../../jobs/testing';
import { Files } from './files';

const trans = nullTranslator.load('jupyterlab_offload');

describe('Files', () => {
  let stage: Stage;
  let job: FakeJob;

  beforeEach(() => {
    stage = new Stage();
    job = new FakeJob({ backend: 'local', name: 'cell-1', source: 'full' });
    job.artifacts.contents.set('a.txt', new Uint8Array(3));
  });

  afterEach(() => stage.dispose());

  const press = (name: string) => act(async () => stage.button(name)!.click());

  it.each([
    ['missing', 'This file is not there any more.'],
    ['offline', 'The Jupyter server does not answer. Try again.'],
    ['unreachable', 'The backend does not answer. Try again.'],
    ['garbled', 'It did not come through whole. Try again.'],
    ['denied', 'The server’s credentials do not allow this.'],
    ['failed', 'out of luck']
  ] as const)('says of a download that is %s: %s', async (kind, words) => {
    job.artifacts.download = () =>
      Promise.reject(new ProblemError(kind, 'out of luck'));
    await stage.show(<Files job={job} trans={trans} />);
    await press('Download a.txt');
    const row = stage.node.querySelector('td [role=status]')!;
    expect(row.textContent).toBe(words);
  });

  it('says of a preview that is missing that the file is', async () => {
    job.artifacts.read = () => Promise.reject(new ProblemError('missing', ''));
    await stage.show(<Files job={job} trans={trans} />);
    await press('Show a.txt');
    expect(stage.node.textContent).toContain(
      'This file is not there any more.'
    );
  });

  it('does not say that there are none before it knows where they are', async () => {
    job.artifacts.contents.clear();
    job.snapshot = { ...job.snapshot, source: 'card', status: 'Completed' };
    job.health = {
      heard: null,
      problem: new ProblemError('offline', 'away')
    };
    await stage.show(<Files job={job} trans={trans} />);
    expect(stage.node.textContent).toContain(
      'The Jupyter server does not answer.'
    );
    await press('Try again');
    expect(job.refreshes).toBe(1);
  });

  it('lists anew when a file is not the one that was listed', async () => {
    job.artifacts.download = () =>
      Promise.reject(new ProblemError('changed', ''));
    await stage.show(<Files job={job} trans={trans} />);
    job.artifacts.contents.set('a.txt', new Uint8Array(2048));
    await press('Download a.txt');
    expect(stage.node.textContent).toContain(
      'The file has changed meanwhile. Try again.'
    );
    expect(stage.node.textContent).toContain('2.0 kB');
  });

  it('promises nothing when there is no list', async () => {
    job.artifacts.list = () => Promise.reject(new ProblemError('offline', ''));
    await stage.show(<Files job={job} trans={trans} />);
    expect(stage.node.textContent).toContain('Try again');
    expect(stage.node.textContent).not.toContain('asked again');
  });
});
