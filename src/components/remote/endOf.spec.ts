import type { OutputEvent } from '../../jobs/interfaces';
import { endOf } from './fold';

const print = (part: number, text: string): OutputEvent => ({
  type: 'stream',
  name: 'stdout',
  part,
  text
});

describe('endOf', () => {
  it('has the lines of its part, in order', () => {
    const events = [print(0, 'a\nb'), print(1, 'x\n'), print(0, 'c\n\nd\n')];
    expect(endOf(events, 0)).toEqual({
      lines: ['a', 'bc', '', 'd'],
      isAll: true
    });
  });

  it('leaves out what was written over', () => {
    expect(endOf([print(0, '1 %\r2 %\r'), print(0, '3 %\n')], 0).lines).toEqual(
      ['3 %']
    );
  });

  it('looks at no more than holds the last lines', () => {
    const events = Array.from({ length: 10_000 }, (_, n) =>
      print(0, `line ${n}\n`)
    );
    const { lines, isAll } = endOf(events, 0);
    expect(lines[lines.length - 1]).toBe('line 9999');
    expect(lines.length).toBeLessThan(3000);
    expect(isAll).toBe(false);
  });

  it('is nothing where nothing was printed', () => {
    expect(endOf([print(1, 'x')], 0)).toEqual({ lines: [], isAll: true });
  });
});
