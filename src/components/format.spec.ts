import { nullTranslator } from '@jupyterlab/translation';
import {
  formatDollars,
  formatDuration,
  formatSize,
  formatTime
} from './format';
import { translationOf } from './testing';

const trans = nullTranslator.load('jupyterlab_offload');

describe('formatDuration', () => {
  it.each([
    [-3, '0 s'],
    [4.4, '4 s'],
    [59.6, '1 min 0 s'],
    [125, '2 min 5 s'],
    [3720, '1 h 02 min']
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds, trans)).toBe(text);
  });
});

describe('formatDuration in another language', () => {
  it('has its units', () => {
    const german = translationOf({ '%1 h %2 min': '%1 Std. %2 Min.' });
    expect(formatDuration(3720, german)).toBe('1 Std. 02 Min.');
  });
});

describe('formatDollars', () => {
  it.each([
    [0, '$0.00'],
    [0.0001, '<$0.001'],
    [0.0042, '$0.004'],
    [1.5, '$1.50']
  ])('writes %d as %s', (amount, text) => {
    expect(formatDollars(amount)).toBe(text);
  });
});

describe('formatSize', () => {
  it.each([
    [999, '999 B'],
    [1500, '1.5 kB'],
    [2_000_000_000, '2.0 GB']
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });
});

describe('formatTime', () => {
  it('names the day only when it is another one', () => {
    const now = new Date(2026, 10, 26, 12).getTime();
    const minute = 60_000;
    const today = formatTime(now - minute, now);
    const before = formatTime(now - 48 * 60 * minute, now);
    expect(before.length).toBeGreaterThan(today.length);
    expect(before).toContain('24');
  });
});
