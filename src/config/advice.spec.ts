import { nullTranslator } from '@jupyterlab/translation';
import { advice } from './advice';

describe('advice', () => {
  it.each([
    'missing',
    'failed',
    'server-older',
    'page-older',
    'different'
  ] as const)('for %s fits into a notification', problem => {
    const text = advice(problem, nullTranslator.load('jupyterlab_offload'));
    expect(text.length).toBeGreaterThan(0);
    expect(text.length).toBeLessThanOrEqual(140);
  });
});
