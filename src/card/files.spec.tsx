import React, { act } from 'react';
import { Stage, translationOf } from '../components/testing';
import { readCard } from './cardData';
import { CardFiles } from './files';

const STATES = [
  'here',
  'next cell',
  'on demand',
  'kept yours',
  'failed',
  'left'
];

describe('CardFiles', () => {
  let stage: Stage;
  let got: string[];
  let opened: string[][];

  const file = (path: string, state: string, reason = '') => ({
    path,
    size: 2048,
    state,
    reason
  });

  const show = (known: Record<string, unknown>, words = {}) =>
    stage.show(
      <CardFiles
        card={readCard({ backend: 'local', job: 'j-1', ...known } as never)!}
        onGet={path => got.push(path)}
        onOpen={(...args) => opened.push(args)}
        trans={translationOf(words)}
      />
    );

  const rows = () =>
    Array.from(stage.node.querySelectorAll('li'), one => one.textContent);

  beforeEach(() => {
    got = [];
    opened = [];
    stage = new Stage();
  });

  afterEach(() => stage.dispose());

  it('says where files are, why, and in the language of the page', async () => {
    await show(
      { files: STATES.map(state => file(state, state, 'why')) },
      { 'comes with the next cell': 'kommt mit der nächsten Zelle' }
    );
    expect(rows()).toEqual([
      'here2.0 kB, here: why',
      'next cell2.0 kB, kommt mit der nächsten Zelle: whyGet',
      'on demand2.0 kB, on demand: whyGet',
      'kept yours2.0 kB, kept yours: whyGet',
      'failed2.0 kB, not brought: whyGet',
      'left2.0 kB, not brought: why'
    ]);
  });

  it('gets one, by its path', async () => {
    await show({ files: [file('out/model.pt', 'kept yours')] });
    act(() => stage.button('Get out/model.pt')!.click());
    expect(got).toEqual(['out/model.pt']);
  });

  it('opens texts and pictures that are here, and nothing else', async () => {
    const files = [
      file('a.csv', 'here'),
      file('b.png', 'here'),
      file('model.pt', 'here'),
      file('c.csv', 'next cell')
    ];
    await show({ folder: 'out', files });
    act(() => stage.button('a.csv')!.click());
    act(() => stage.button('b.png')!.click());
    expect(opened).toEqual([
      ['out', 'a.csv'],
      ['out', 'b.png']
    ]);
    expect(stage.button('model.pt')).toBeUndefined();
    expect(stage.button('c.csv')).toBeUndefined();
  });

  it.each([null, undefined, '..', '/etc', 'a/../..'])(
    'opens nothing where the folder is %j',
    async folder => {
      await show({ folder, files: [file('a.csv', 'here')] });
      expect(stage.button('a.csv')).toBeUndefined();
    }
  );

  it.each(['../up.txt', '/etc/passwd', '{x}.txt', "a'.txt", 'a\n.txt'])(
    'shows a hostile path as text alone: %j',
    async path => {
      await show({
        folder: '',
        files: [file(path, 'here'), file(path, 'kept yours')]
      });
      expect(stage.node.querySelector('button')).toBeNull();
      expect(stage.node.textContent).toContain(path);
    }
  );

  it('counts those that are not named', async () => {
    const files = Array.from({ length: 200 }, (_, n) => file(`${n}`, 'here'));
    await show({ files, file_count: 9000 });
    expect(rows()).toHaveLength(31);
    expect(rows()[30]).toBe('8970 more');
  });

  it('shows nothing of a card that knows of no files', async () => {
    await show({});
    expect(stage.node.textContent).toBe('');
  });
});
