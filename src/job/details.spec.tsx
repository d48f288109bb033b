import { nullTranslator } from '@jupyterlab/translation';
import React from 'react';
import { Stage } from '../components/testing';
import { FakeJob } from '../jobs/testing';
import { Details } from './details';

describe('Details', () => {
  it('says of each phase how long it took, and what the backend said', async () => {
    const stage = new Stage();
    const job = new FakeJob({ backend: 'local', name: 'cell-1' });
    const message = '<b>no instance is free</b>';
    job.update({
      status: 'InProgress',
      secondary: 'Training',
      phases: [
        { name: 'Starting', started: 0, ended: 3000, message },
        { name: 'Training', started: 3000, ended: 8000, message: '' }
      ]
    });
    const trans = nullTranslator.load('jupyterlab_offload');
    await stage.show(<Details job={job} trans={trans} />);
    const told = [...stage.node.querySelectorAll('dd')].map(
      one => one.textContent
    );
    expect(told).toContain(`3 s · ${message}`);
    expect(told).toContain('5 s');
    stage.dispose();
  });
});
