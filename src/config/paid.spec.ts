import type { IBackend } from '../generated/config';
import { mayCost } from './paid';

describe('mayCost', () => {
  const backend = (name: string, paid: boolean): IBackend => ({
    name,
    paid,
    region: 'eu-west-1',
    account: null
  });
  const ready = (...backends: IBackend[]) => ({
    phase: 'ready' as const,
    config: {
      version: '1',
      active: 'local',
      backends,
      engine: { running: true, version: null, problem: null }
    }
  });

  it('is false where all that is set up is free', () => {
    expect(mayCost(ready(backend('local', false)))).toBe(false);
  });

  it('is true where any costs money, whichever is active on the server', () => {
    const both = ready(backend('local', false), backend('aws', true));
    expect(mayCost(both)).toBe(true);
  });

  it('is true while nothing is known', () => {
    expect(mayCost({ phase: 'loading' })).toBe(true);
    expect(mayCost({ phase: 'failed', reason: '' })).toBe(true);
  });
});
