import { isFrom, isTellingId, pathOf } from './notebooks';

describe('pathOf', () => {
  it.each([
    ['/srv/lab/a/b.ipynb', '/srv/lab', 'a/b.ipynb'],
    ['/home/jo/a/b.ipynb', '~', 'a/b.ipynb'],
    ['/home/ec2-user/SageMaker/b.ipynb', '~/SageMaker', 'b.ipynb'],
    ['/Users/jo/b.ipynb', '~', 'b.ipynb'],
    ['a/b.ipynb', '/srv/lab', 'a/b.ipynb'],
    ['/elsewhere/b.ipynb', '/srv/lab', null],
    ['/srv/laboratory/b.ipynb', '/srv/lab', null],
    ['/elsewhere/b.ipynb', '~', null],
    ['/home/jo/Other/b.ipynb', '~/SageMaker', null],
    ['/b.ipynb', '', null]
  ])('finds %s below %s as %s', (notebook, root, path) => {
    expect(pathOf(notebook, root)).toBe(path);
  });
});

describe('isFrom', () => {
  it('does not take a notebook of the same name in another folder', () => {
    expect(isFrom('/srv/a/b.ipynb', 'a/b.ipynb', '/srv')).toBe(true);
    expect(isFrom('/srv/a/b.ipynb', 'b.ipynb', '/srv')).toBe(false);
  });

  it('goes by the end where the root is of no help', () => {
    expect(isFrom('/other/a/b.ipynb', 'a/b.ipynb', '/srv')).toBe(true);
    expect(isFrom('/other/a/b.ipynb', 'c.ipynb', '/srv')).toBe(false);
  });
});

describe('isTellingId', () => {
  it.each(['3f2b9c1e', '1c9d2a4e-8b0f-4c56-9d1e-0a2b3c4d5e6f'])(
    'takes %s, which is made by chance',
    id => expect(isTellingId(id)).toBe(true)
  );

  it.each(['', '7', '1234567', 'cell-1', 'import-libraries', '3f2b9c1e-1'])(
    'does not take %j, which other notebooks may have',
    id => expect(isTellingId(id)).toBe(false)
  );
});
