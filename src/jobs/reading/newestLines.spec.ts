import { FakeLogTail } from '../testing';
import { NewestLines } from './newestLines';

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `line ${index}`);

describe('NewestLines', () => {
  it('goes through what came before it was made', () => {
    const tail = new FakeLogTail();
    tail.push(
      ...numbered(20),
      ...numbered(9000).map(n => `offload-metric ${n}`)
    );
    const newest = new NewestLines(tail, 5);
    expect(newest.lines.map(({ text }) => text)).toEqual(
      numbered(20).slice(-5)
    );
    expect(newest.before).toBe(15);
  });

  it('does not count what the log has let go', () => {
    const tail = new FakeLogTail();
    tail.push(...numbered(20));
    tail.letGo(10);
    const newest = new NewestLines(tail, 5);
    tail.push('last');
    newest.readOn();
    expect(newest.lines.map(({ text }) => text)).toEqual([
      ...numbered(20).slice(-4),
      'last'
    ]);
    expect(newest.before).toBeNull();
  });

  it('looks through the end alone of a log that is long already', () => {
    const tail = new FakeLogTail();
    const metrics = new Array<string>(NewestLines.MOST_AT_FIRST).fill(
      'offload-metric x'
    );
    tail.push('far away', 'near', ...metrics);
    const lines = jest.spyOn(tail, 'lines');
    expect(new NewestLines(tail, 5).before).toBeNull();
    expect(Math.min(...lines.mock.calls.map(([start]) => start))).toBe(2);
  });
});
