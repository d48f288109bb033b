import React from 'react';
import { Stage, translationOf } from '../components/testing';
import { Results } from './results';

describe('Results', () => {
  let stage: Stage;

  const show = (states: readonly string[]) =>
    stage.show(
      <Results
        results={states.map((state, at) => ({
          name: `value-${at}`,
          size: 12,
          state
        }))}
        onGet={() => undefined}
        trans={translationOf({
          here: 'da',
          'on demand': 'auf Abruf',
          'kept yours': 'eigene behalten'
        })}
      />
    );

  const facts = () =>
    Array.from(
      stage.node.querySelectorAll('li .jp-Offload-quiet'),
      one => one.textContent
    );

  beforeEach(() => {
    stage = new Stage();
  });

  afterEach(() => stage.dispose());

  it('says where values are in the language of the page', async () => {
    await show(['here', 'on demand', 'kept yours']);
    expect(facts()).toEqual([
      '12 B, da',
      '12 B, auf Abruf',
      '12 B, eigene behalten'
    ]);
  });

  it('gets those that are not in the kernel', async () => {
    await show(['here', 'on demand', 'kept yours']);
    expect(stage.button('Get value-0')).toBeUndefined();
    expect(stage.button('Get value-1')).toBeDefined();
    expect(stage.button('Get value-2')).toBeDefined();
  });

  it('shows what a newer kernel says as it is', async () => {
    await show(['on Mars', '']);
    expect(facts()).toEqual(['12 B, on Mars', '12 B']);
  });
});
