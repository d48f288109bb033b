import { shared } from './shared';

describe('shared', () => {
  it('gives one answer to all who ask while it is under way', async () => {
    const answers: ((text: string) => void)[] = [];
    const ask = shared(() => new Promise<string>(done => answers.push(done)));
    const asked = [ask(), ask()];
    answers[0]('one');
    expect(await Promise.all(asked)).toEqual(['one', 'one']);
    const later = ask();
    expect(answers).toHaveLength(2);
    answers[1]('two');
    expect(await later).toBe('two');
  });

  it('asks again after a failure', async () => {
    let tries = 0;
    const ask = shared(async () => {
      tries += 1;
      throw new Error(`try ${tries}`);
    });
    await expect(ask()).rejects.toThrow('try 1');
    await expect(ask()).rejects.toThrow('try 2');
  });
});
