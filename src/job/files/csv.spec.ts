import { readCsv } from './csv';

describe('readCsv', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2']
      ]
    ],
    [
      'a\tb\r\n1\t2',
      [
        ['a', 'b'],
        ['1', '2']
      ]
    ],
    ['"x, ""y""\nz",2', [['x, "y"\nz', '2']]],
    ['a,,\n', [['a', '', '']]],
    ['', []],
    ['"never ends', [['never ends']]]
  ])('%j', (text, rows) => {
    expect(readCsv(text)).toEqual(rows);
  });

  it('reads a screenful and no more', () => {
    const rows = readCsv(`${'1,'.repeat(1000)}\n`.repeat(1000));
    expect(rows).toHaveLength(200);
    expect(rows[0]).toHaveLength(50);
  });
});
