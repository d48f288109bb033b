import { MagicLine } from './magicLine';

const parse = (line: string) => MagicLine.parse(line);

describe('MagicLine', () => {
  it.each([
    '',
    'ml.g5.xlarge --max-cost 1.50',
    '--gpu 1 --memory 32',
    '--name=run --tag "first look=yes" --tag a=b',
    '--wait m5.large --env A=1 # tried before'
  ])('writes %j as it was written', line => {
    expect(`${parse(line)}`).toBe(line);
  });

  it.each<[string, string | null]>([
    ['', null],
    ['ml.m5.large', 'ml.m5.large'],
    ['--wait ml.m5.large', 'ml.m5.large'],
    ['--name ml.m5.large', null],
    ['--name=x ml.m5.large', 'ml.m5.large'],
    ['--max-cost 1 "m5.large"', 'm5.large'],
    ['--gpu 1', null]
  ])('finds the type of %j', (line, type) => {
    expect(parse(line).type).toBe(type);
  });

  it('reads values behind a space and behind an equals sign', () => {
    const line = parse('--max-cost=2 --max-runtime 10m --wait');
    expect(line.get('--max-cost')).toBe('2');
    expect(line.get('--max-runtime')).toBe('10m');
    expect(line.get('--wait')).toBe('');
    expect(line.get('--image')).toBeNull();
  });

  it('changes one option where it stands and nothing else', () => {
    const line = parse("--tag 'a=b c' --max-cost=2 --wait m5.large # note");
    expect(`${line.withOption('--max-cost', '3')}`).toBe(
      "--tag 'a=b c' --max-cost 3 --wait m5.large # note"
    );
    expect(`${line.withType('ml.c5.xlarge')}`).toBe(
      "--tag 'a=b c' --max-cost=2 --wait ml.c5.xlarge # note"
    );
  });

  it('leaves a value as it was written when it is the same', () => {
    expect(`${parse("--name 'x'").withOption('--name', 'x')}`).toBe(
      "--name 'x'"
    );
  });

  it('adds an option before the remark and a type in front', () => {
    const line = parse('--wait # note');
    expect(`${line.withOption('--max-cost', '2')}`).toBe(
      '--wait --max-cost 2 # note'
    );
    expect(`${line.withType('m5.large')}`).toBe('m5.large --wait # note');
  });

  it('a type replaces what was needed: the magic takes only one of the two', () => {
    const line = parse('--gpu 1 --memory 32 --cpu=4 --wait');
    expect(`${line.withType('ml.g5.xlarge')}`).toBe('ml.g5.xlarge --wait');
  });

  it('leaves options out', () => {
    const line = parse('m5.large --part 2/3 --wait --out a,b # note');
    expect(`${line.without('--part')}`).toBe(
      'm5.large --wait --out a,b # note'
    );
    expect(`${line.withOption('--out', null)}`).toBe(
      'm5.large --part 2/3 --wait # note'
    );
    expect(`${line.withType(null)}`).toBe('--part 2/3 --wait --out a,b # note');
    expect(`${line.only('--wait')}`).toBe('--wait');
  });

  it('quotes what has to be quoted', () => {
    expect(`${parse('').withOption('--name', 'my job')}`).toBe(
      "--name 'my job'"
    );
  });

  it('is never changed itself', () => {
    const line = parse('m5.large');
    line.withOption('--max-cost', '1');
    line.without('');
    expect(`${line}`).toBe('m5.large');
  });
});
