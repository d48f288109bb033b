import { nullTranslator } from '@jupyterlab/translation';
import React from 'react';
import { Guard } from './guard';
import { Stage } from './testing';

function Fails(): React.ReactElement {
  throw new Error('what a job shows cannot be shown');
}

const STOP = 'Stop';

describe('Guard', () => {
  it('says that something cannot be shown, and keeps what is around it', async () => {
    const said = jest.spyOn(console, 'error').mockReturnValue();
    const stage = new Stage();
    await stage.show(
      <>
        <Guard trans={nullTranslator.load('jupyterlab_offload')}>
          <Fails />
        </Guard>
        <button type="button">{STOP}</button>
      </>
    );
    expect(stage.node.textContent).toContain('cannot be shown');
    expect(stage.button(STOP)).toBeDefined();
    stage.dispose();
    said.mockRestore();
  });
});
