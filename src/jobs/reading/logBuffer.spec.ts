import type { ILogLine } from '../interfaces';
import { LogBuffer } from './logBuffer';

const line = (text: string): ILogLine => ({ text, time: null, host: 1 });

const textsOf = (buffer: LogBuffer, start: number, end: number) =>
  buffer.lines(start, end).map(({ text }) => text);

describe('LogBuffer', () => {
  it('gives each line at its number, with time and host', () => {
    const buffer = new LogBuffer();
    for (let number = 0; number < 10_000; number++) {
      buffer.push({ text: `é${number}`, time: number || null, host: 2 });
    }
    expect([buffer.first, buffer.length]).toEqual([0, 10_000]);
    const lines = buffer.lines(0, 20_000);
    expect(lines).toHaveLength(10_000);
    expect(lines[0]).toEqual({ text: 'é0', time: null, host: 2 });
    expect(lines[4096]).toEqual({ text: 'é4096', time: 4096, host: 2 });
    expect(lines[9999]).toEqual({ text: 'é9999', time: 9999, host: 2 });
    expect(buffer.lines(-5, 1)).toHaveLength(1);
    expect(buffer.lines(9, 3)).toEqual([]);
  });

  it('holds the newest lines within its bytes, at their numbers', () => {
    const most = { bytes: 16 * 2 ** 20, lines: Infinity };
    const buffer = new LogBuffer(most);
    const long = 'x'.repeat(2 ** 18);
    for (let number = 0; number < 1000; number++) {
      buffer.push(line(`${number} ${long}`));
    }
    const { first, length } = buffer;
    expect(length).toBe(1000);
    const held = (length - first) * 2 * long.length;
    expect(held).toBeLessThan(most.bytes);
    expect(held).toBeGreaterThan(most.bytes / 2);
    const lines = textsOf(buffer, first - 2, length);
    expect(lines.slice(0, 2)).toEqual(['', '']);
    expect(lines.slice(2).map(parseFloat)).toEqual(
      Array.from({ length: length - first }, (_, index) => first + index)
    );
  });

  it('holds no more lines than a page scrolls through, however short', () => {
    const buffer = new LogBuffer({ bytes: Infinity, lines: 20_000 });
    for (let number = 0; number < 50_000; number++) {
      buffer.push(line(''));
      expect(buffer.length - buffer.first).toBeLessThan(20_000 + 4096);
    }
    expect(buffer.first).toBeGreaterThan(0);
  });

  it('lets go of nothing of a million lines of forty letters', () => {
    const buffer = new LogBuffer();
    const text = 'x'.repeat(40);
    for (let number = 0; number < 1_000_000; number++) {
      buffer.push(line(text));
    }
    expect([buffer.first, buffer.length]).toEqual([0, 1_000_000]);
  });
});
