import { plain, styled } from './ansi';

describe('styled', () => {
  it('leaves a plain line as it is', () => {
    expect(styled('<b>epoch</b> 1')).toEqual([
      { text: '<b>epoch</b> 1', look: '' }
    ]);
  });

  it('takes colours, bold and their end', () => {
    expect(styled('a \x1b[1;31mred\x1b[0m b')).toEqual([
      { text: 'a ', look: '' },
      { text: 'red', look: 'jp-Offload-ansi-red jp-Offload-ansi-bold' },
      { text: ' b', look: '' }
    ]);
  });

  it('takes bright colours for their plain ones', () => {
    expect(styled('\x1b[92mok')[0].look).toBe('jp-Offload-ansi-green');
  });

  it('does not take the numbers of a large palette for codes', () => {
    expect(styled('\x1b[38;5;31mx\x1b[38;2;31;32;33my')).toEqual([
      { text: 'x', look: '' },
      { text: 'y', look: '' }
    ]);
  });

  it('shows what was written last over the line', () => {
    expect(plain(' 10%|#   |\r 50%|##  |\r100%|####|\r')).toBe('100%|####|');
  });

  it.each([
    ['movement', 'a\x1b[2Kb\x1b[3;4Hc'],
    ['a title', 'a\x1b]0;title\x07b\x1b]8;;javascript:alert(1)\x1b\\c'],
    ['control characters', 'a\x00\x08b\x7fc']
  ])('leaves out %s', (_, line) => {
    expect(plain(line)).toBe('abc');
  });

  it('ends soon with a sequence that never ends', () => {
    expect(plain('\x1b['.repeat(100_000)).length).toBeLessThan(200_001);
    expect(plain('\x1b]'.repeat(50_000) + 'x').length).toBeLessThan(100_001);
  });
});
