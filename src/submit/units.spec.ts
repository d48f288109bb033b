import { formatPrice, readDollars, readMinutes, writeMinutes } from './units';

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
