import { nullTranslator } from '@jupyterlab/translation';
import { ProblemError } from '../aws/problem';
import { failureWords, problemWords } from './problemWords';

const trans = nullTranslator.load('jupyterlab_offload');

describe('problemWords and failureWords', () => {
  it.each([
    ['unreachable', 'The backend does not answer.'],
    ['offline', 'The Jupyter server does not answer.'],
    ['garbled', 'The backend’s answer makes no sense.']
  ] as const)('say of %s the same, and who asks again', (kind, wrong) => {
    const problem = new ProblemError(kind, 'ECONNREFUSED');
    expect(problemWords(problem, trans)).toBe(`${wrong} It is asked again.`);
    expect(failureWords(problem, trans)).toBe(`${wrong} Try again.`);
  });

  it.each(['expired', 'denied', 'missing'] as const)(
    'do not show the backend’s words for %s',
    kind => {
      const problem = new ProblemError(kind, 'AccessDeniedException');
      expect(problemWords(problem, trans)).not.toContain('Exception');
      expect(failureWords(problem, trans)).toBe(problemWords(problem, trans));
    }
  );

  it('pass on what says by itself what to do, shortened', () => {
    const problem = new ProblemError('unready', 'Set a region.');
    expect(problemWords(problem, trans)).toBe('Set a region.');
    const long = new ProblemError('refused', 'x'.repeat(5000));
    expect(failureWords(long, trans)).toHaveLength(300);
  });

  it.each([undefined, 'text', new Error('')])(
    'have words for %p, too',
    error => {
      expect(failureWords(error, trans)).toBe('Something went wrong.');
    }
  );
});
