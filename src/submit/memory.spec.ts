import { NOTHING_REMEMBERED, readRemembered, remember } from './memory';

describe('readRemembered', () => {
  it('gives back what was stored', () => {
    const stored = {
      types: ['ml.m5.large', ''],
      maxCost: '$2',
      maxRuntime: ''
    };
    expect(readRemembered(stored)).toEqual(stored);
  });

  it.each([
    undefined,
    null,
    'x',
    { types: 'ml.m5.large' },
    { types: [1, null, 'a b', '--wait\n'], maxCost: 2, maxRuntime: '"' }
  ])('takes nothing from %j', stored => {
    expect(readRemembered(stored)).toEqual(NOTHING_REMEMBERED);
  });
});

describe('remember', () => {
  it('puts the last type first, once, and keeps five', () => {
    let memory = NOTHING_REMEMBERED;
    for (const type of ['a', 'b', 'c', 'd', 'e', 'f', 'c']) {
      memory = remember(memory, type, '', '');
    }
    expect(memory.types).toEqual(['c', 'f', 'e', 'd', 'b']);
  });
});
