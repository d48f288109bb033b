import { nullTranslator } from '@jupyterlab/translation';
import { FRONT_END_VERSION } from '../generated/version';
import type { IBackend, IEngine } from '../generated/config';
import type { ConfigState } from '../tokens';
import { spendText, statusText } from './text';

const trans = nullTranslator.load('jupyterlab_offload');

const local: IBackend = {
  name: 'local',
  region: 'us-east-1',
  account: '000000000000',
  paid: false
};
const idle: IEngine = { running: false, version: null, problem: null };

function ready(
  backend: IBackend = local,
  engine: IEngine = idle,
  version = FRONT_END_VERSION
): ConfigState {
  return {
    phase: 'ready',
    config: { version, active: backend.name, backends: [backend], engine }
  };
}

describe('statusText', () => {
  it('names the active backend and says that local jobs cost nothing', () => {
    const text = statusText(ready(), trans);
    expect(text.label).toBe('Offload: local');
    expect(text.caption).toMatch(/cost nothing/);
    expect(text.warning).toBe(false);
  });

  it('names account and region of a backend that costs money', () => {
    const team = {
      name: 'team',
      region: 'eu-central-1',
      account: '123456789012',
      paid: true
    };
    const text = statusText(ready(team), trans);
    expect(text.label).toBe(
      'Offload: team (account 123456789012, eu-central-1)'
    );
    expect(text.caption).toContain('123456789012');
    expect(text.caption).toContain('eu-central-1');
    expect(text.caption).toMatch(/cost money/);
  });

  it('is quiet while it waits for the server', () => {
    expect(statusText({ phase: 'loading' }, trans).warning).toBe(false);
  });

  it('warns, and says what to do, without the server extension', () => {
    const text = statusText({ phase: 'missing' }, trans);
    expect(text.label).toBe('Offload: not available');
    expect(text.caption).toContain('Install jupyterlab-offload');
    expect(text.warning).toBe(true);
  });

  it('keeps the backend in sight when the versions differ', () => {
    const text = statusText(ready(local, idle, '99.0.0'), trans);
    expect(text.label).toBe('Offload: local');
    expect(text.caption).toMatch(/reload the page/);
    expect(text.warning).toBe(true);
  });

  it('passes on why the engine cannot be used', () => {
    const engine = { ...idle, problem: 'settings.json is not JSON.' };
    const text = statusText(ready(local, engine), trans);
    expect(text.caption).toBe('settings.json is not JSON.');
    expect(text.warning).toBe(true);
  });
});

describe('spendText', () => {
  it.each<[number, number | null, string]>([
    [0, 0, ''],
    [0, null, ''],
    [1, 0, '1 job'],
    [2, 0.461, '2 jobs, $0.46 per hour'],
    [1, null, '1 job, price unknown']
  ])('of %d jobs at %p', (active, perHour, text) => {
    expect(spendText({ active, perHour, today: 0 }, trans)).toBe(text);
  });
});
