import { LineError, quote, splitLine } from './words';

const words = (line: string) => splitLine(line).words.map(word => word.text);

describe('splitLine', () => {
  // What Python's shlex.split(line, comments=True) gives for the same line.
  it.each<[string, string[]]>([
    ['', []],
    ['   ', []],
    ['ml.m5.large', ['ml.m5.large']],
    [' ml.m5.large\t--wait ', ['ml.m5.large', '--wait']],
    ['--tag "a b=c d"', ['--tag', 'a b=c d']],
    ["--tag 'a \\ b'", ['--tag', 'a \\ b']],
    ['--tag "a \\" \\n b"', ['--tag', 'a " \\n b']],
    ['--include my\\ file', ['--include', 'my file']],
    ['--name=a"b"\'c\'', ['--name=abc']],
    ['--name ""', ['--name', '']],
    ['--name "#1"', ['--name', '#1']],
    ['a # b c', ['a']],
    ['a#b', ['a']]
  ])('reads %j as the kernel does', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  it('keeps how a word was written', () => {
    expect(splitLine('--tag "a b"').words[1].raw).toBe('"a b"');
  });

  it('keeps a remark', () => {
    expect(splitLine('a  # why, "really ').remark).toBe('# why, "really');
  });

  it.each([
    ['"open', 'quotation'],
    ["it's", 'quotation'],
    ['end\\', 'escape']
  ])('refuses %j, and knows why', (line, kind) => {
    expect(() => splitLine(line)).toThrow(LineError);
    expect(() => splitLine(line)).toThrow(kind);
  });
});

describe('quote', () => {
  it.each(['ml.m5.large', 's3://bucket/a-b_c=d', 'a,b', '1/3'])(
    'leaves %s as it is',
    text => {
      expect(quote(text)).toBe(text);
    }
  );

  it.each(['', 'two words', "it's", '"', '\\', '# no remark', '$x'])(
    'writes %j so that it is read again',
    text => {
      expect(words(quote(text))).toEqual([text]);
    }
  );
});
