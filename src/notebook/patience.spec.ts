import {
  GIVEN_UP_AFTER,
  NoAnswerError,
  patiently,
  TOLD_AFTER
} from './patience';

describe('patiently', () => {
  let timers: Map<number, () => void>;
  let said: number;
  const patience = {
    later: (callback: () => void, milliseconds: number) => {
      timers.set(milliseconds, callback);
      return () => void timers.delete(milliseconds);
    },
    sayWaiting: () => {
      said += 1;
      return () => {
        said -= 1;
      };
    }
  };

  beforeEach(() => {
    timers = new Map();
    said = 0;
  });

  it('says nothing where the answer comes at once', async () => {
    await expect(patiently(Promise.resolve(7), patience)).resolves.toBe(7);
    expect(timers.size).toBe(0);
    expect(said).toBe(0);
  });

  it('says that it waits, until the answer is there', async () => {
    let answer: (value: number) => void = () => undefined;
    const asked = new Promise<number>(resolve => (answer = resolve));
    const done = patiently(asked, patience);
    timers.get(TOLD_AFTER)!();
    expect(said).toBe(1);
    answer(7);
    await expect(done).resolves.toBe(7);
    expect(said).toBe(0);
    expect(timers.size).toBe(0);
  });

  it('gives up on a kernel that never answers', async () => {
    const done = patiently(new Promise(() => undefined), patience);
    timers.get(TOLD_AFTER)!();
    timers.get(GIVEN_UP_AFTER)!();
    await expect(done).rejects.toBeInstanceOf(NoAnswerError);
    expect(said).toBe(0);
  });

  it('takes a kernel that dies for one that does not answer', async () => {
    const dead = Promise.reject(new Error('Kernel is dead'));
    await expect(patiently(dead, patience)).rejects.toBeInstanceOf(
      NoAnswerError
    );
    expect(timers.size).toBe(0);
  });
});
