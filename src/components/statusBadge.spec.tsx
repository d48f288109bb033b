import { nullTranslator } from '@jupyterlab/translation';
import React from 'react';
import { emptySnapshot } from '../jobs/snapshot';
import { StatusBadge } from './statusBadge';
import { Stage } from './testing';

describe('StatusBadge', () => {
  it('has its words in a title too, for where they are cut', async () => {
    const stage = new Stage();
    const job = {
      ...emptySnapshot({ backend: 'local', name: 'cell' }),
      status: 'Stopped' as const,
      secondary: 'MaxRuntimeExceeded'
    };
    const trans = nullTranslator.load('jupyterlab_offload');
    await stage.show(<StatusBadge job={job} trans={trans} />);
    const text = stage.node.querySelector('.jp-Offload-badgeText')!;
    expect(text.textContent).toBe('Stopped at its time limit');
    expect(text.closest('[title]')!.getAttribute('title')).toBe(
      text.textContent
    );
    stage.dispose();
  });
});
