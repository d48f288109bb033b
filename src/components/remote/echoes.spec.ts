import type { OutputEvent } from '../../jobs/interfaces';
import { echoesOf, withoutEchoes } from './echoes';

const display = (
  text: string,
  type: 'execute_result' | 'update_display_data' = 'execute_result',
  part: number | null = null
): OutputEvent => ({
  type,
  part,
  data: { 'text/plain': text },
  metadata: {},
  displayId: ''
});

const line = (text: string, host = 1) => ({ text, time: null, host });

function left(
  lines: readonly string[],
  events: readonly OutputEvent[],
  traceback = ''
): string[] {
  const echoes = echoesOf(events, null, traceback);
  return withoutEchoes(
    lines.map(text => line(text)),
    echoes
  ).map(({ text }) => text);
}

describe('a log without echoes', () => {
  it('leaves out results that are text', () => {
    expect(
      left(['a', '2', '[1, 2]'], [display('2'), display('[1, 2]')])
    ).toEqual(['a']);
  });

  it('keeps what was printed and says the same', () => {
    expect(left(['2', 'b', '2'], [display('2')])).toEqual(['2', 'b']);
  });

  it('knows that an update is not written again', () => {
    const update = display('2', 'update_display_data');
    expect(left(['2'], [update])).toEqual(['2']);
  });

  it('leaves out a traceback with its empty lines, and no other', () => {
    const traceback = 'Traceback\n  a\n\nKeyError: 1';
    const lines = ['begin', '', ...traceback.split('\n'), 'end'];
    expect(left(lines, [], traceback)).toEqual(['begin', '', 'end']);
  });

  it('leaves them out of each host', () => {
    const echoes = echoesOf([display('2')], null, '');
    const lines = [line('2', 1), line('2', 2), line('3', 2)];
    expect(withoutEchoes(lines, echoes)).toEqual([line('3', 2)]);
  });

  it('knows the outputs of one part', () => {
    const events = [
      display('1', 'execute_result', 0),
      display('2', 'execute_result', 1)
    ];
    expect([...echoesOf(events, 1, '').keys()]).toEqual(['2']);
  });

  it('looks for a bounded number of lines', () => {
    const events = [display('x\n'.repeat(5000)), display('newest')];
    const echoes = echoesOf(events, null, '');
    expect(echoes.get('newest')).toBe(1);
    expect(echoes.get('x')).toBeLessThan(2000);
  });
});
