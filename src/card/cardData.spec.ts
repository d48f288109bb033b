import { hintOf, lineIn, readCard } from './cardData';

const plain = { version: 1, job: 'cell-261126-101500-ab12', backend: 'local' };

describe('readCard', () => {
  it('reads what the kernel writes', () => {
    const card = readCard({
      ...plain,
      type: 'ml.m5.large',
      status: 'Failed',
      seconds: 4.5,
      cost: 0,
      aws_cost: 0.25,
      results: [
        { name: 'model' },
        { name: 'history', size: 12, state: 'here' }
      ],
      error: { type: 'ValueError', message: 'no', traceback: '' },
      notes: ['hello']
    });
    expect(card).toMatchObject({
      id: { backend: 'local', name: plain.job },
      cost: { charged: 0, onAws: 0.25, ceiling: null, final: true },
      results: [
        { name: 'model', size: null, state: '' },
        { name: 'history', size: 12, state: 'here' }
      ],
      error: { type: 'ValueError', line: null },
      notes: ['hello']
    });
    expect(hintOf(card!)).toMatchObject({
      status: 'Failed',
      instanceType: 'ml.m5.large',
      source: 'card'
    });
  });

  it('reads files, whose sizes may be anything', () => {
    const files = [
      { path: 'a.pt', size: 3, state: 'here', reason: '' },
      { path: ['b'], size: -1, state: 1 },
      { size: Infinity },
      null
    ];
    const none = { path: '', size: null, state: '', reason: '' };
    const card = readCard({ ...plain, files, file_count: 4, folder: 'out' });
    expect(card).toMatchObject({
      files: [files[0], none, none, none],
      fileCount: 4,
      folder: 'out'
    });
  });

  it('reads how far a cell came', () => {
    const stateIn = (part: Record<string, string | number>) =>
      readCard({ ...plain, part })?.part?.state;
    const part = { index: 0, count: 2 };
    expect(stateIn({ ...part, state: 'not run' })).toBe('not run');
    expect(stateIn({ ...part, state: 'evil' })).toBeNull();
    expect(stateIn(part)).toBeNull();
  });

  it.each([
    ['nothing', undefined],
    ['a list', [plain]],
    ['no job', { backend: 'local' }],
    ['code for a name', { ...plain, job: "x'); import os #" }],
    ['a line break', { ...plain, job: 'cell\n%offload' }],
    ['markup for a backend', { ...plain, backend: '<img src=x>' }],
    ['a way out of a path', { ...plain, backend: '../../api' }],
    ['a very long name', { ...plain, job: 'a'.repeat(10_000_000) }]
  ])('does not take %s for a job', (_, data) => {
    expect(readCard(data)).toBeNull();
  });

  it('gives up no name for long that nearly is one', () => {
    const started = performance.now();
    expect(readCard({ ...plain, job: `${'-'.repeat(900)}!` })).toBeNull();
    expect(readCard({ ...plain, job: `a${'-'.repeat(900)}!` })).toBeNull();
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('bounds every text and every list', () => {
    const long = 'x'.repeat(1_000_000);
    const card = readCard({
      ...plain,
      type: long,
      status: long,
      results: Array.from({ length: 10_000 }, () => long),
      files: Array.from({ length: 10_000 }, () => ({
        path: long,
        state: long,
        reason: long
      })),
      folder: long,
      notes: Array.from({ length: 10_000 }, () => long),
      error: { type: long, message: long, traceback: long }
    });
    expect(JSON.stringify(card).length).toBeLessThan(800_000);
  });

  it('takes no member of a wrong type', () => {
    const card = readCard({
      ...plain,
      type: { toString: 'x' },
      status: 7,
      seconds: -1,
      cost: [],
      results: 'model',
      error: 'bad',
      notes: { 0: 'x' },
      part: { index: 3, count: 2 },
      files: { length: 3 },
      file_count: '3',
      folder: {}
    });
    expect(card).toMatchObject({
      files: [],
      fileCount: 0,
      folder: null,
      type: '',
      status: '',
      seconds: null,
      cost: { charged: null },
      results: [],
      error: null,
      notes: [],
      part: null
    });
    expect(hintOf(card!).status).toBe('Unknown');
  });
});

describe('lineIn', () => {
  it.each([
    ['Cell In[3], line 7\n----> 7 f()', 7],
    ['Cell line 2, in f\n', 2],
    ['File x.py:3\n', null],
    [
      'ValueError  Traceback (most recent call last)\nCell In[1], line 1\n\n' +
        'During handling …\n\n' +
        'KeyError  Traceback (most recent call last)\nCell In[1], line 4\n',
      4
    ]
  ])('%j: %s', (traceback, line) => {
    expect(lineIn(traceback)).toBe(line);
  });
});
