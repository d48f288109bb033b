import { Attempts } from './attempts';

describe('Attempts', () => {
  const panel = () => ({ isDisposed: false });
  let told: unknown[];
  let again: () => void;
  let attempts: Attempts<{ isDisposed: boolean }>;

  beforeEach(() => {
    told = [];
    attempts = new Attempts((error, retry) => {
      told.push(error);
      again = retry;
    });
  });

  it('a second click brings nothing new while the first form is there', async () => {
    const notebook = panel();
    const task = jest.fn(() => Promise.resolve());
    let close = (): void => undefined;
    const first = attempts.run(
      notebook,
      () => new Promise(resolve => (close = resolve))
    );
    await attempts.run(notebook, task);
    expect(task).not.toHaveBeenCalled();
    await attempts.run(panel(), task);
    expect(task).toHaveBeenCalledTimes(1);
    close();
    await first;
    await attempts.run(notebook, task);
    expect(task).toHaveBeenCalledTimes(2);
  });

  it('says what went wrong, and lets it be tried again', async () => {
    const error = new Error('Kernel is dead');
    const task = jest.fn(() => Promise.reject(error));
    await attempts.run(panel(), task);
    expect(told).toEqual([error]);
    again();
    expect(task).toHaveBeenCalledTimes(2);
  });

  it('says nothing of a notebook that was closed meanwhile', async () => {
    const notebook = panel();
    await attempts.run(notebook, () => {
      notebook.isDisposed = true;
      return Promise.reject(new Error('Disposed'));
    });
    expect(told).toEqual([]);
  });
});
