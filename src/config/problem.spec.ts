import type { ConfigState } from '../tokens';
import { findProblem } from './problem';

function server(version: string): ConfigState {
  return {
    phase: 'ready',
    config: {
      version,
      active: 'local',
      backends: [],
      engine: { running: false, version: null, problem: null }
    }
  };
}

describe('findProblem', () => {
  it('has nothing to say before there is an answer', () => {
    expect(findProblem({ phase: 'loading' }, '0.1.0')).toBeNull();
  });

  it('passes on that the server extension is missing or failed', () => {
    expect(findProblem({ phase: 'missing' }, '0.1.0')).toBe('missing');
    expect(findProblem({ phase: 'failed', reason: 'x' }, '0.1.0')).toBe(
      'failed'
    );
  });

  it.each([
    ['0.1.0', '0.1.0', null],
    ['0.2.0-rc.1', '0.2.0rc1', null],
    ['0.2.0-alpha.3', '0.2.0a3', null],
    ['0.2.0-beta.0', '0.2.0b0', null],
    ['0.2.0', '0.1.9', 'server-older'],
    ['0.10.0', '0.9.0', 'server-older'],
    ['0.9.0', '0.10.0', 'page-older'],
    ['1.0.0', '0.9.9', 'server-older'],
    ['0.2.0', '0.2.0rc1', 'different'],
    ['0.2.0', '0.2', 'different'],
    ['0.2.0', 'unknown', 'different']
  ])('front end %s with server %s: %s', (frontEnd, version, problem) => {
    expect(findProblem(server(version), frontEnd)).toBe(problem);
  });
});
