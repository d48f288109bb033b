import { ProblemError } from '../../aws/problem';
import { FakeAws } from '../simulation';
import { Artifacts, placeOf } from './artifacts';
import { download } from './download';

const OUTPUT = 's3://bucket/jobs/cell-1/output/';

function setUp(checkpoints = '') {
  const aws = new FakeAws();
  const pauses: number[] = [];
  const artifacts = new Artifacts({
    aws,
    roots: () => ({ output: OUTPUT, checkpoints, channels: [] }),
    pause: async ms => {
      pauses.push(ms);
    }
  });
  const put = (path: string, text: string) =>
    aws.put(`jobs/cell-1/output/${path}`, text);
  return { artifacts, aws, pauses, put };
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
    'throttled',
    'unreachable',
    'offline',
    'garbled',
    'failed'
  ] as const)('asks again for a piece that is %s', async kind => {
    const { artifacts, aws, pauses, put } = setUp();
    put('a.txt', 'abcdefg');
    const [file] = (await artifacts.list()).files;
    const read = aws.read.bind(aws);
    let isLost = false;
    aws.read = async (bucket, key, range) => {
      isLost = !isLost;
      if (isLost) {
        throw new ProblemError(kind, 'lost');
      }
      const { start } = range!;
      return read(bucket, key, { start, end: start + 3 });
    };
    const blob = await artifacts.download(file);
    expect(blob.size).toBe(7);
    // Each piece has its own tries.
    expect(pauses).toEqual(Array(3).fill(download.PAUSES[0]));
  });

  it('gives up a download of which nothing more comes', async () => {
    const { artifacts, aws, pauses, put } = setUp();
    put('a.txt', 'abc');
    const [file] = (await artifacts.list()).files;
    aws.failures.set('read', 'offline');
    await expect(artifacts.download(file)).rejects.toMatchObject({
      kind: 'offline'
    });
    expect(pauses).toEqual(download.PAUSES);
  });

  it.each(['denied', 'expired', 'missing', 'refused'] as const)(
    'gives up at once a download that is %s',
    async kind => {
      const { artifacts, aws, pauses, put } = setUp();
      put('a.txt', 'abc');
      const [file] = (await artifacts.list()).files;
      aws.failures.set('read', kind);
      await expect(artifacts.download(file)).rejects.toMatchObject({ kind });
      expect(pauses).toEqual([]);
    }
  );

  it('gives up a download of a file that grew since it was listed', async () => {
    const { artifacts, put } = setUp();
    put('a.txt', 'abc');
    const [file] = (await artifacts.list()).files;
    put('a.txt', 'abcdef');
    await expect(artifacts.download(file)).rejects.toMatchObject({
      kind: 'changed'
    });
  });

  it('gives up a download of a file that became shorter meanwhile', async () => {
    const { artifacts, aws, put } = setUp();
    put('a.txt', 'abcdef');
    const [file] = (await artifacts.list()).files;
    const read = aws.read.bind(aws);
    aws.read = async (bucket, key, range) => {
      const { start } = range!;
      const part = await read(bucket, key, { start, end: start + 3 });
      put('a.txt', 'abc');
      return part;
    };
    await expect(artifacts.download(file)).rejects.toMatchObject({
      kind: 'changed'
    });
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
      kind: 'changed'
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
