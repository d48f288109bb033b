import { isPlainPath, pathBeside } from './paths';

const EVIL = [
  '',
  '/etc/passwd',
  '../up.txt',
  'a/../../up.txt',
  'a//b',
  './a',
  'a/',
  '--job',
  ' a',
  "a'b",
  'a"b',
  'a\nb',
  'a\0b',
  'a\\b',
  'a{b}',
  'a$b',
  'a?',
  'drive:a',
  'a\u202eb',
  'a…',
  'a'.repeat(301)
];

describe('isPlainPath', () => {
  it.each(['model.pt', 'out/größe 2.csv', 'run-1/a_b(1).png'])(
    'takes %s',
    path => expect(isPlainPath(path)).toBe(true)
  );

  it.each(EVIL)('takes no %j', path => expect(isPlainPath(path)).toBe(false));
});

describe('pathBeside', () => {
  it('leads from the folder of the notebook', () => {
    expect(pathBeside('a.ipynb', '', 'model.pt')).toBe('model.pt');
    expect(pathBeside('x/y/a.ipynb', 'out', 'z/m.pt')).toBe('x/y/out/z/m.pt');
  });

  it.each(EVIL)('leads nowhere by %j', path => {
    expect(pathBeside('x/a.ipynb', '', path)).toBeNull();
    expect(pathBeside('x/a.ipynb', path || '..', 'b')).toBeNull();
  });
});
