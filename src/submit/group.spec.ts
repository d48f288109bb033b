import { groupAround, partOf } from './group';

const part = (words: string) => `%%offload ${words}\nx = 1`;

describe('partOf', () => {
  it('reads which of several cells it is', () => {
    expect(partOf(part('m5.large --part 2/3 --wait'))).toEqual({
      index: 2,
      count: 3
    });
    expect(partOf(part('--part=1/1'))).toEqual({ index: 1, count: 1 });
  });

  it.each(['m5.large', '--part two', '--name "open'])(
    'is null where none is said, or none can be read: %s',
    words => {
      expect(partOf(part(words))).toBeNull();
    }
  );

  it('is null for a cell that is not offloaded', () => {
    expect(partOf('x = "%%offload --part 1/2"')).toBeNull();
  });
});

describe('groupAround', () => {
  const notebook = [
    part('--part 1/2'),
    'print(1)',
    part('--part 2/2'),
    part('m5.large'),
    part('--part 1/2'),
    part('--part 1/3'),
    part('--part 2/2'),
    part('--part 2/3')
  ];

  it.each([
    [0, [0, 2]],
    [2, [0, 2]],
    [4, [4, 6]],
    [6, [4, 6]]
  ])('finds what is sent together with the cell at %d', (at, group) => {
    expect(groupAround(notebook, at)).toEqual(group);
  });

  it('a cell without parts is alone', () => {
    expect(groupAround(notebook, 3)).toEqual([3]);
  });

  it('is null where a part is not there', () => {
    expect(groupAround(notebook, 5)).toBeNull();
    expect(groupAround(notebook, 7)).toBeNull();
  });

  it('is null where the parts are not in order', () => {
    const mixed = [part('--part 2/2'), part('--part 1/2')];
    expect(groupAround(mixed, 0)).toBeNull();
    expect(groupAround(mixed, 1)).toBeNull();
    expect(groupAround([part('--part 0/0')], 0)).toBeNull();
    expect(groupAround([part('--part 3/2')], 0)).toBeNull();
  });
});
