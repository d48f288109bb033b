import { findLoadCell, readReadiness, readText } from './setup';

const ok = (text: string) => ({
  status: 'ok',
  data: { 'text/plain': text },
  metadata: {}
});

describe('readReadiness', () => {
  it.each(['ready', 'not-loaded', 'not-installed'])('takes %s', word => {
    expect(readReadiness(ok(`'${word}'`))).toBe(word);
  });

  it.each<[string, unknown]>([
    ['an error', { status: 'error', ename: 'NameError' }],
    ['another language', undefined],
    ['null', null],
    ['another word', ok("'perhaps'")],
    ['no text', { status: 'ok', data: {} }]
  ])('takes %s for a kernel without IPython', (_, answer) => {
    expect(readReadiness(answer)).toBe('foreign');
  });
});

describe('readText', () => {
  it('is null unless it is text', () => {
    expect(readText({ status: 'ok', data: { 'text/plain': 3 } })).toBeNull();
    expect(readText('ok')).toBeNull();
    expect(readText(ok('3'))).toBe('3');
  });
});

describe('findLoadCell', () => {
  it.each<[string, number]>([
    ['%load_ext jupyterlab_offload', 1],
    ['import numpy\n%load_ext jupyterlab_offload\n', 1],
    ['%reload_ext  jupyterlab_offload', 1],
    ['%load_ext autoreload', -1],
    ['# %load_ext jupyterlab_offload', -1],
    ['%load_ext jupyterlab_offload_x', -1]
  ])('with %j', (source, at) => {
    expect(findLoadCell(['x = 1', source])).toBe(at);
  });
});
