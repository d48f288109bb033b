import { firstInReach } from './reach';

describe('firstInReach', () => {
  const HIGHEST = 33_554_428;

  it.each<[number, number, number, number]>([
    [0, 0, 18, 1],
    [0, 1_800_000, 18, 1],
    [500, 1_000_500, 18, 1],
    [0, 500, 60, 3]
  ])('is the first that is there where all have room: %j', (...given) => {
    expect(firstInReach(...given)).toBe(given[0]);
  });

  it.each<[number, number, number, number]>([
    [0, 1_800_000, 30, 1],
    [0, 1_800_000, 18, 2],
    [700, 2_000_000, 24, 1.5]
  ])('leaves room for the last lines: %j', (first, length, height, ratio) => {
    const from = firstInReach(first, length, height, ratio);
    expect(from).toBeGreaterThan(first);
    expect((length - from) * height * ratio).toBeLessThanOrEqual(HIGHEST);
    // No more than one step less than what has room.
    const one = (length - from + 16_384) * height * ratio;
    expect(one).toBeGreaterThan(HIGHEST);
  });

  it('moves seldom while lines come', () => {
    const at = (length: number) => firstInReach(0, length, 18, 2);
    const firsts = new Set<number>();
    for (let length = 1_000_000; length < 1_010_000; length += 100) {
      firsts.add(at(length));
    }
    expect(firsts.size).toBeLessThanOrEqual(2);
  });
});
