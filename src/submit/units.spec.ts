import {
  formatPrice,
  readDollars,
  readMinutes,
  writeDuration,
  writeMinutes
} from './units';

describe('minutes', () => {
  it.each<[string, number | null]>([
    ['90', 1.5],
    ['45s', 0.75],
    ['10m', 10],
    ['1h30m', 90],
    ['1.5H', 90],
    ['1d', 1440],
    ['', null],
    ['m', null],
    ['10 m', null],
    ['1:30', null],
    ['28d', 28 * 1440],
    ['100000m', null],
    ['0.5s', null],
    ['soon', null]
  ])('of %j', (text, minutes) => {
    expect(readMinutes(text)).toBe(minutes);
  });

  it.each([1, 10, 90, 0.5, 1.5])('%d is read as it was written', minutes => {
    expect(readMinutes(writeMinutes(minutes))).toBe(minutes);
  });
});

describe('a duration that people write', () => {
  it.each([
    ['45', '45m'],
    ['1.5', '90s'],
    ['45 min', '45m'],
    ['45min', '45m'],
    ['1 h', '1h'],
    ['1 hour 30 Minutes', '1h30m'],
    ['90 seconds', '90s'],
    ['1h30m', '1h30m'],
    ['1H', '1H'],
    ['2 days', '2d']
  ])('%j becomes %j', (text, word) => {
    expect(writeDuration(text)).toBe(word);
  });

  it.each(['1,5', '1:30', 'soon', '0', '45 mind', '100 days', '1 h 30', ''])(
    '%j stays as it is',
    text => {
      expect(writeDuration(text)).toBe(text);
    }
  );
});

describe('dollars', () => {
  it.each<[string, number | null]>([
    ['2', 2],
    ['$1.50', 1.5],
    [' .5 ', 0.5],
    ['3.', 3],
    ['0', null],
    ['-1', null],
    ['1e9', null],
    ['', null],
    ['two', null]
  ])('of %j', (text, amount) => {
    expect(readDollars(text)).toBe(amount);
  });

  it.each<[number, string]>([
    [0.05, '$0.05'],
    [0.115, '$0.115'],
    [5, '$5.00'],
    [4.6084, '$4.6084']
  ])('%d per hour', (amount, text) => {
    expect(formatPrice(amount)).toBe(text);
  });
});
