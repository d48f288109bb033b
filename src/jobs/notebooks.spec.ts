import { isFrom, pathOf } from './notebooks';

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
