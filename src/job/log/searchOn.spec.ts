import { FakeLogTail } from '../../jobs/testing';
import { findLines } from './search';
import { searchOn } from './searchOn';

/** A search whose pieces are found when the test says so. */
function setUp(words: string, ...lines: string[]) {
  const log = new FakeLogTail();
  log.push(...lines);
  const seen: unknown[] = [];
  const ranges: [number, number][] = [];
  let isGone = false;
  const pause = () => Promise.resolve();
  const stop = searchOn(
    log,
    words,
    {
      gone: () => isGone,
      first: found => seen.push(['first', ...found]),
      more: found => seen.push(['more', ...found]),
      busy: busy => seen.push(busy)
    },
    (of, wanted, gone, range) => {
      ranges.push([range!.from!, range!.to!]);
      return findLines(of, wanted, gone, { ...range, pause });
    }
  );
  return {
    ...{ log, ranges, seen },
    end: () => {
      isGone = true;
      stop();
    }
  };
}

const settle = () => new Promise(process.nextTick);

describe('searchOn', () => {
  it('finds what is there, and then what comes, each line once', async () => {
    const { log, ranges, seen } = setUp('loss', 'loss 1', 'epoch');
    await settle();
    log.push('epoch', 'loss 2');
    await settle();
    log.push('epoch');
    await settle();
    expect(seen).toEqual([true, false, ['first', 0], ['more', 0, 3]]);
    expect(ranges).toEqual([
      [0, 2],
      [2, 4],
      [4, 5]
    ]);
  });

  it('misses no line that comes while it looks', async () => {
    const { log, seen } = setUp('loss', 'loss 1');
    log.push('loss 2');
    await settle();
    expect(seen).toEqual([true, false, ['first', 0], ['more', 0, 1]]);
  });

  it('begins anew when the log does', async () => {
    const { log, seen } = setUp('loss', 'loss 1', 'loss 2');
    await settle();
    log.added.emit({ from: 0, count: 0, restarted: true });
    await settle();
    expect(seen.slice(2)).toEqual([['first', 0, 1], ['more'], ['more', 0, 1]]);
  });

  it('finds nothing for no words, also later', async () => {
    const { log, ranges, seen } = setUp('', 'loss 1');
    await settle();
    log.push('loss 2');
    await settle();
    expect(seen).toEqual([false, false, ['first']]);
    expect(ranges.length).toBe(1);
  });

  it('ends when nobody wants it any more', async () => {
    const { end, log, ranges } = setUp('loss', 'loss 1');
    await settle();
    end();
    log.push('loss 2');
    await settle();
    expect(ranges.length).toBe(1);
  });
});
