import { everySecond } from './ticker';

describe('everySecond', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('runs one timer for all, and none for nobody', () => {
    let count = 0;
    const ends = [1, 2].map(() => everySecond(() => (count += 1)));
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(2000);
    expect(count).toBe(4);
    ends.forEach(end => end());
    expect(jest.getTimerCount()).toBe(0);
  });

  it('rests while the page is hidden', () => {
    let count = 0;
    const end = everySecond(() => (count += 1));
    const hidden = jest.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    jest.advanceTimersByTime(3000);
    expect(count).toBe(0);
    hidden.mockRestore();
    jest.advanceTimersByTime(1000);
    expect(count).toBe(1);
    end();
  });
});
