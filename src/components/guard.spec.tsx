import { nullTranslator } from '@jupyterlab/translation';
import React from 'react';
import { Guard } from './guard';
import { Stage } from './testing';

const trans = nullTranslator.load('jupyterlab_offload');
const STOP = 'Stop';
const WORDS = 'It is seen';

/** Fails where it is about what is bad. */
function Shown({ about }: { readonly about: string }): React.ReactElement {
  if (about === 'bad') {
    throw new Error('what a job shows cannot be shown');
  }
  return <>{WORDS}</>;
}

describe('Guard', () => {
  let stage: Stage;
  let said: jest.SpyInstance;

  const show = (about: string, words?: string) =>
    stage.show(
      <>
        <Guard about={about} words={words} trans={trans}>
          <Shown about={about} />
        </Guard>
        <button type="button">{STOP}</button>
      </>
    );

  beforeEach(() => {
    said = jest.spyOn(console, 'error').mockReturnValue();
    stage = new Stage();
  });

  afterEach(() => {
    stage.dispose();
    said.mockRestore();
  });

  it('says what to do, and keeps what is around it', async () => {
    await show('bad');
    expect(stage.node.textContent).toContain('Reload the page');
    expect(stage.button(STOP)).toBeDefined();
  });

  it('leaves the error in the console', async () => {
    await show('bad');
    expect(said.mock.calls.map(String).join()).toContain(
      'what a job shows cannot be shown'
    );
  });

  it('says what it is told to say', async () => {
    await show('bad', 'This picture is broken.');
    expect(stage.node.textContent).toContain('This picture is broken.');
    expect(stage.node.textContent).not.toContain('Reload');
  });

  it('shows what comes in place of what failed', async () => {
    await show('bad');
    await show('good');
    expect(stage.node.textContent).toBe(`${WORDS}${STOP}`);
    await show('bad');
    expect(stage.node.textContent).toContain('Reload the page');
  });
});
