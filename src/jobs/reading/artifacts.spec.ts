import { FakeAws } from '../simulation';
import { Artifacts, placeOf } from './artifacts';

const OUTPUT = 's3://bucket/jobs/cell-1/output/';

function setUp(checkpoints = '') {
  const aws = new FakeAws();
  const artifacts = new Artifacts({
    aws,
    roots: () => ({ output: OUTPUT, checkpoints, channels: [] })
  });
  const put = (path: string, text: string) =>
    aws.put(`jobs/cell-1/output/${path}`, text);
  return { artifacts, aws, put };
}

describe('Artifacts', () => {
  it('lists the files of both folders, and no folder', async () => {
    const { artifacts, aws, put } = setUp('s3://bucket/jobs/cell-1/ckpt/');
    put('model/a b.txt', 'abc');
    put('model/', '');
    aws.put('jobs/cell-1/ckpt/step.npy', '12');
    aws.put('jobs/cell-11/output/foreign', 'x');
    const { files, complete } = await artifacts.list();
    expect(files.map(({ root, path, size }) => [root, path, size])).toEqual([
      ['output', 'model/a b.txt', 3],
      ['checkpoints', 'step.npy', 2]
    ]);
    expect(complete).toBe(true);
  });

  it('reads what the job was sent with from its driver channel', async () => {
    const aws = new FakeAws();
    const uri = 's3://bucket/jobs/cell-1/driver/';
    const artifacts = new Artifacts({
      aws,
      roots: () => ({
        output: OUTPUT,
        checkpoints: '',
        channels: [
          { name: 'train', uri: 's3://elsewhere/x' },
          { name: 'offload', uri }
        ]
      })
    });
    const inputs = [{ names: ['X'], format: 'npy', size: 3 }];
    aws.put('jobs/cell-1/driver/manifest.json', JSON.stringify({ inputs }));
    expect(await artifacts.inputs()).toEqual([
      { name: 'X', kind: 'npy', size: 3 }
    ]);
    expect(await setUp().artifacts.inputs()).toEqual([]);
  });

  it('takes nothing from a list that was not asked for', async () => {
    const { artifacts, aws } = setUp();
    aws.listObjects = async () => ({
      items: [{ key: 'elsewhere/secret', size: 1, modified: null }],
      next: null
    });
    expect((await artifacts.list()).files).toEqual([]);
  });

  it('stops with a list that does not end, and says so', async () => {
    const { artifacts, aws } = setUp();
    let page = 0;
    aws.listObjects = async (_, prefix) => ({
      items: Array.from({ length: 1000 }, (__, index) => ({
        key: `${prefix}${page}-${index}`,
        size: 1,
        modified: null
      })),
      next: String((page += 1))
    });
    const { files, complete } = await artifacts.list();
    expect(files).toHaveLength(Artifacts.MOST);
    expect(complete).toBe(false);
  });

  it('asks nothing where no folder is known', async () => {
    const aws = new FakeAws();
    const roots = () => ({
      output: '',
      checkpoints: 'https://evil/x/',
      channels: []
    });
    const { files } = await new Artifacts({ aws, roots }).list();
    expect([files, aws.asked]).toEqual([[], []]);
  });

  it('reads a part, and nothing past the end', async () => {
    const { artifacts, aws, put } = setUp();
    put('a.txt', 'abcdef');
    const [file] = (await artifacts.list()).files;
    const text = async (start: number, most: number) =>
      new TextDecoder().decode(await artifacts.read(file, { start, most }));
    expect(await text(2, 3)).toBe('cde');
    expect(await text(4, 100)).toBe('ef');
    const before = aws.count('read');
    expect(await text(6, 100)).toBe('');
    expect(aws.count('read')).toBe(before);
  });

  it('downloads in pieces and says how far it is', async () => {
    const { artifacts, aws, put } = setUp();
    put('a.txt', 'abcdefg');
    const [file] = (await artifacts.list()).files;
    // A server may send less than was asked for.
    const read = aws.read.bind(aws);
    aws.read = (bucket, key, range) =>
      read(bucket, key, { start: range!.start, end: range!.start + 3 });
    const progress: number[] = [];
    const blob = await artifacts.download(file, bytes => progress.push(bytes));
    expect(progress).toEqual([3, 6, 7]);
    expect([blob.size, blob.type]).toEqual([7, 'application/octet-stream']);
  });

  it.each([
    ['another object comes', (at: number) => ({ length: 3, etag: `"${at}"` })],
    ['nothing comes', () => ({ length: 0, etag: '""' })]
  ])('gives up a download when in the midst of it %s', async (_, answer) => {
    const { artifacts, aws, put } = setUp();
    put('a.txt', 'abcdefg');
    const [file] = (await artifacts.list()).files;
    aws.read = async (__, ___, range) => {
      const { etag, length } = answer(range!.start);
      return { bytes: new Uint8Array(length), total: 7, etag };
    };
    await expect(artifacts.download(file)).rejects.toMatchObject({
      kind: 'garbled'
    });
  });
});

describe('placeOf', () => {
  it.each([
    ['s3://bucket/a/b/', { bucket: 'bucket', key: 'a/b/' }],
    ['s3://bucket/', { bucket: 'bucket', key: '' }],
    ['s3://bucket', null],
    ['javascript:alert(1)', null],
    ['', null]
  ])('reads %j', (uri, place) => {
    expect(placeOf(uri)).toEqual(place);
  });
});
