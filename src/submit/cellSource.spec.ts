import {
  bodyOf,
  firstLine,
  givingWay,
  writtenMagic,
  hasBody,
  readMagic,
  withMagicFirst,
  writeMagic,
  writeParts
} from './cellSource';
import { MagicLine } from './magicLine';
import { NOTHING_REMEMBERED } from './memory';
import { LineError } from './words';

const line = (text: string) => MagicLine.parse(text);

describe('readMagic', () => {
  it.each<[string, string | null]>([
    ['x = 1', null],
    ['', null],
    ['%%offload', ''],
    ['%%offload\nx = 1', ''],
    ['%%offload   ml.m5.large --wait\nx = 1', 'ml.m5.large --wait'],
    ['\n  \n%%offload --wait\nx = 1', '--wait'],
    ['  %%offload --wait\n  x = 1', '--wait'],
    ['%%offloaded\nx = 1', null],
    ['%offload jobs', null],
    ['%%time\n%%offload', null],
    ['# why\n%%offload', null],
    ['x = """\n%%offload\n"""', null]
  ])('of %j', (source, expected) => {
    expect(readMagic(source)?.toString() ?? null).toBe(expected);
  });

  it('says when the line cannot be read', () => {
    expect(() => readMagic('%%offload "\nx')).toThrow(LineError);
  });
});

describe('withMagicFirst', () => {
  it.each<[string, string]>([
    ['# why\n%%offload a\nx = 1\n', '%%offload a\n# why\nx = 1\n'],
    ['\n# a\n\n# b\n \n%%offload\nx', '%%offload\n\n# a\n\n# b\n \nx'],
    ['# why\n%%offload', '%%offload\n# why'],
    ['  # why\n  %%offload a\n  x', '  %%offload a\n  # why\n  x']
  ])('moves the line above comments: %j', (source, expected) => {
    expect(withMagicFirst(source)).toBe(expected);
  });

  it.each([
    'x = 1',
    '# only words',
    '%%offload\n# why\nx',
    '\n%%offload\nx',
    'x = 1\n# why\n%%offload\ny',
    '# why\n%%offloaded\nx',
    '%%time\n# why\n%%offload\nx'
  ])('leaves any other cell as it is: %j', source => {
    expect(withMagicFirst(source)).toBe(source);
  });

  it('is not slow over many comments', () => {
    const source = '# why\n\n'.repeat(2000);
    expect(withMagicFirst(source)).toBe(source);
  });
});

describe('writeMagic', () => {
  it.each<[string, string, string]>([
    ['x = 1', '', '%%offload\nx = 1'],
    ['x = 1', 'm5.large', '%%offload m5.large\nx = 1'],
    ['\nx = 1\n', '', '%%offload\n\nx = 1\n'],
    ['%%time\nx = 1', '', '%%offload\n%%time\nx = 1'],
    ['%%offload a\nx = 1\n', 'b', '%%offload b\nx = 1\n'],
    ['%%offload\n', 'b', '%%offload b\n'],
    ['\n\n  %%offload a\n  x', 'b', '\n\n  %%offload b\n  x'],
    ['%%offload a', '', '%%offload'],
    ['# why\n%%offload a\nx = 1', 'b', '%%offload b\n# why\nx = 1']
  ])('%j with %j', (source, text, expected) => {
    expect(writeMagic(source, line(text))).toBe(expected);
  });

  it('changes nothing when the same line is written', () => {
    const source = '\n%%offload m5.large --tag "a b=c" # note\n\ny = 2\n';
    expect(writeMagic(source, readMagic(source)!)).toBe(source);
  });

  it('leaves replacement patterns in the code alone', () => {
    const source = "%%offload\ns = '$& $1 $$'";
    expect(writeMagic(source, line('m5.large'))).toBe(
      "%%offload m5.large\ns = '$& $1 $$'"
    );
  });
});

describe('the body', () => {
  it('is the cell without its first line', () => {
    expect(bodyOf('%%offload m5.large\nx = 1\ny')).toBe('x = 1\ny');
    expect(bodyOf('x = 1')).toBe('x = 1');
    expect(bodyOf('%%offload')).toBe('');
    expect(bodyOf('# why\n%%offload m5.large\nx')).toBe('# why\nx');
  });

  it('may be missing', () => {
    expect(hasBody('%%offload m5.large\n \n')).toBe(false);
    expect(hasBody(' \n')).toBe(false);
    expect(hasBody('%%offload\nx')).toBe(true);
  });
});

describe('writeParts', () => {
  it('puts the options on the first of several cells', () => {
    expect(
      writeParts(['a = 1', 'b = a', 'c = b'], line('m5.large --max-cost 2'))
    ).toEqual([
      '%%offload m5.large --max-cost 2 --part 1/3\na = 1',
      '%%offload --part 2/3\nb = a',
      '%%offload --part 3/3\nc = b'
    ]);
  });

  it('lets every part wait, as every part may say so', () => {
    expect(writeParts(['a', 'b'], line('m5.large --wait # note'))).toEqual([
      '%%offload m5.large --wait --part 1/2 # note\na',
      '%%offload --wait --part 2/2\nb'
    ]);
  });

  it('numbers parts anew', () => {
    expect(
      writeParts(
        ['%%offload m5.large --part 2/3\na', '%%offload --part 3/3\nb'],
        line('m5.large --part 2/3')
      )
    ).toEqual(['%%offload m5.large --part 1/2\na', '%%offload --part 2/2\nb']);
  });

  it('gives a single cell no part', () => {
    expect(
      writeParts(['%%offload --part 2/3\na'], line('m5.large --part 2/3'))
    ).toEqual(['%%offload m5.large\na']);
  });
});

describe('givingWay', () => {
  it.each<[string, string[], number[]]>([
    ['m5.large', ['x', 'y', '%%offload --gpu 1\nz'], [3]],
    ['m5.large', ['%%offload --spot\nx', '%%offload c5.large\ny'], [2]],
    ['m5.large', ['x', '# why\n%%offload c5.large\ny'], [2]],
    ['m5.large', ['x', '%%offload --wait\ny', '%%offload "\nz'], [2, 3]],
    ['m5.large --wait', ['x', '%%offload --wait --part 2/2\ny'], []],
    ['m5.large', ['x', '%%offload m5.large --part 2/2\ny', '%%offload\nz'], []]
  ])('with %j is what else the later cells say: %j', (own, cells, expected) => {
    expect(givingWay(cells, line(own))).toEqual(expected);
  });
});

describe('writtenMagic', () => {
  it.each([
    ['%%offload ml.t3.medium --wait  \nx = 1', '%%offload ml.t3.medium --wait'],
    ['\n \n  %%offload\nx', '%%offload'],
    ['x = 1\n%%offload', null],
    ['%%offloaded\nx', null]
  ])('is the line as it stands: %j', (source, line) => {
    expect(writtenMagic(source)).toBe(line);
  });
});

describe('firstLine', () => {
  const remembered = {
    types: ['ml.m5.large', 'ml.c5.xlarge'],
    maxCost: '2',
    maxRuntime: '10m'
  };

  it('is what was chosen last', () => {
    expect(`${firstLine('x = 1', remembered)}`).toBe(
      'ml.m5.large --max-cost 2 --max-runtime 10m'
    );
  });

  it('is what the cell says itself, even if that is nothing', () => {
    expect(`${firstLine('%%offload --wait\nx', remembered)}`).toBe('--wait');
    expect(`${firstLine('%%offload\nx', remembered)}`).toBe('');
    expect(`${firstLine('# why\n%%offload --wait\nx', remembered)}`).toBe(
      '--wait'
    );
  });

  it('is empty the first time', () => {
    expect(`${firstLine('x = 1', NOTHING_REMEMBERED)}`).toBe('');
  });
});
