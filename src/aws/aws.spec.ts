/**
 * The SDK's clients against a server that is a function. They are Node's build
 * of the clients; the browser's is tried in ui-tests.
 *
 * @jest-environment-options {"customExportConditions": ["node"]}
 */
import { ReadableStream } from 'node:stream/web';
import { ServerConnection } from '@jupyterlab/services';
import { Aws } from './aws';
import { ProxyHandler } from './handler';
import type { ProblemError } from './problem';

// jsdom lacks it, and the SDK asks for it by name.
Object.assign(globalThis, { ReadableStream });

interface ISent {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string;
}

type Reply = (sent: ISent, init: RequestInit) => Response | Promise<Response>;

function awsThatGets(reply: Reply, timeout?: number) {
  const sent: ISent[] = [];
  const heard: number[] = [];
  const aws = new Aws({
    base: 'http://here/user/x/offload/aws/local',
    region: 'us-east-1',
    timeout,
    heard: date => heard.push(date),
    send: async (url, init) => {
      const one = {
        url,
        method: init.method ?? '',
        headers: Object.fromEntries(new Headers(init.headers).entries()),
        body: init.body
          ? new TextDecoder().decode(init.body as Uint8Array<ArrayBuffer>)
          : ''
      };
      sent.push(one);
      return reply(one, init);
    }
  });
  return { aws, sent, heard };
}

const json = (body: unknown, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', ...headers }
  });

describe('Aws', () => {
  it('sends to the proxy what it needs and nothing of who sends', async () => {
    const { aws, sent } = awsThatGets(() =>
      json({ TrainingJobName: 'cell-1', TrainingStartTime: 1.5 })
    );
    const job = await aws.describe('cell-1');
    expect(job.TrainingStartTime).toEqual(new Date(1500));
    expect(sent).toEqual([
      {
        url: 'http://here/user/x/offload/aws/local/sagemaker/',
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'SageMaker.DescribeTrainingJob',
          'x-offload-quietly': '1'
        },
        body: '{"TrainingJobName":"cell-1"}'
      }
    ]);
  });

  it('asks for the very address through JupyterLab’s own requests', async () => {
    const urls: string[] = [];
    const serverSettings = ServerConnection.makeSettings({
      baseUrl: 'http://here/user/x/',
      fetch: async request => {
        urls.push((request as Request).url);
        return json({});
      }
    });
    const aws = new Aws({
      base: 'http://here/user/x/offload/aws/local',
      region: 'us-east-1',
      send: (url, init) =>
        ServerConnection.makeRequest(url, init, serverSettings)
    });
    await aws.describe('cell-1');
    expect(urls).toEqual(['http://here/user/x/offload/aws/local/sagemaker/']);
  });

  it('tells what the server’s clock says', async () => {
    const { aws, heard } = awsThatGets(() =>
      json({}, 200, { date: 'Thu, 26 Nov 2026 20:00:00 GMT' })
    );
    await aws.describe('cell-1');
    expect(heard).toEqual([Date.UTC(2026, 10, 26, 20)]);
  });

  it('searches newest first and pages by token', async () => {
    const { aws, sent } = awsThatGets(() =>
      json({
        Results: [{ TrainingJob: { TrainingJobName: 'a' } }, {}],
        NextToken: 'more'
      })
    );
    const filters = [
      { name: 'Tags.offload:kind' },
      { name: 'Tags.offload:owner', equals: 'me' }
    ];
    const page = await aws.search(filters, 'before');
    expect(page.items).toEqual([{ TrainingJobName: 'a' }]);
    expect(page.next).toBe('more');
    expect(JSON.parse(sent[0].body)).toEqual({
      Resource: 'TrainingJob',
      SearchExpression: {
        Filters: [
          { Name: 'Tags.offload:kind', Operator: 'Exists' },
          { Name: 'Tags.offload:owner', Operator: 'Equals', Value: 'me' }
        ]
      },
      SortBy: 'CreationTime',
      SortOrder: 'Descending',
      MaxResults: 100,
      NextToken: 'before'
    });
  });

  it('asks for the tags of a job by its ARN', async () => {
    const tag = { Key: 'offload:owner', Value: 'ann' };
    const { aws, sent } = awsThatGets(() => json({ Tags: [tag] }));
    const arn = 'arn:aws:sagemaker:eu-west-1:111122223333:training-job/a';
    expect(await aws.tags(arn)).toEqual([tag]);
    expect(sent[0].headers['x-amz-target']).toBe('SageMaker.ListTags');
    expect(JSON.parse(sent[0].body)).toEqual({ ResourceArn: arn });
  });

  it('reads a range of an object by path style', async () => {
    const { aws, sent } = awsThatGets(
      () =>
        new Response('cde', {
          status: 206,
          headers: { 'content-range': 'bytes 2-4/9', etag: '"e"' }
        })
    );
    const part = await aws.read('bucket', 'jobs/a b/ä+.txt', {
      start: 2,
      end: 5
    });
    expect(new TextDecoder().decode(part.bytes)).toBe('cde');
    expect(part).toMatchObject({ total: 9, etag: '"e"' });
    expect(sent[0].url).toBe(
      'http://here/user/x/offload/aws/local/s3/bucket/jobs/a%20b/%C3%A4%2B.txt?x-id=GetObject'
    );
    expect(sent[0].headers).toMatchObject({ range: 'bytes=2-4' });
  });

  it('cuts the range out where the server sends all', async () => {
    const { aws } = awsThatGets(() => new Response('abcdefgh'));
    const part = await aws.read('bucket', 'key', { start: 2, end: 5 });
    expect(new TextDecoder().decode(part.bytes)).toBe('cde');
    expect(part.total).toBe(8);
  });

  it('refuses a whole object whose checksum is wrong', async () => {
    const { aws, sent } = awsThatGets(
      () =>
        new Response('abc', { headers: { 'x-amz-checksum-crc32': 'AAAAAA==' } })
    );
    await expect(aws.read('bucket', 'key')).rejects.toMatchObject({
      kind: 'garbled'
    });
    expect(sent[0].headers).toMatchObject({
      'x-amz-checksum-mode': 'ENABLED'
    });
  });

  it.each(['../secret', 'a/../../b', 'a/./b'])(
    'never asks for %s',
    async key => {
      const { aws, sent } = awsThatGets(() => new Response(''));
      await expect(aws.read('bucket', key)).rejects.toMatchObject({
        kind: 'refused'
      });
      expect(sent).toEqual([]);
    }
  );

  it('lists objects', async () => {
    const { aws } = awsThatGets(
      () =>
        new Response(
          '<?xml version="1.0"?><ListBucketResult><Contents><Key>a &lt;b&gt;</Key><Size>3</Size>' +
            '<LastModified>2026-11-26T20:00:00.000Z</LastModified></Contents>' +
            '<NextContinuationToken>t</NextContinuationToken></ListBucketResult>',
          { headers: { 'content-type': 'application/xml' } }
        )
    );
    expect(await aws.listObjects('bucket', 'jobs/', null)).toEqual({
      items: [{ key: 'a <b>', size: 3, modified: Date.UTC(2026, 10, 26, 20) }],
      next: 't'
    });
  });

  it.each([
    [
      400,
      { __type: 'ThrottlingException', message: 'Rate exceeded' },
      'throttled'
    ],
    [400, { __type: 'AccessDeniedException', message: 'not you' }, 'denied'],
    [400, { __type: 'ExpiredTokenException' }, 'expired'],
    [
      400,
      {
        __type: 'ValidationException',
        message: 'Requested resource not found.'
      },
      'missing'
    ],
    [400, { __type: 'ValidationException', message: 'bad' }, 'refused'],
    [429, { message: 'slow down' }, 'throttled'],
    [403, {}, 'denied'],
    [404, {}, 'missing'],
    [500, {}, 'failed'],
    [503, { __type: 'BackendNotReady' }, 'unready'],
    [404, { __type: 'NoSuchBackend' }, 'unready'],
    [502, {}, 'unreachable']
  ])('takes HTTP %d with %j for %s', async (status, body, kind) => {
    const { aws } = awsThatGets(() => json(body, status));
    await expect(aws.describe('cell-1')).rejects.toMatchObject({ kind });
  });

  it.each([
    ['404', 'NoSuchKey', 'missing'],
    ['416', 'InvalidRange', 'refused'],
    // No status of an error: the answer is what it seems to be.
    ['204', 'NoSuchKey', null],
    ['x', 'NoSuchKey', null]
  ])(
    'takes what is said quietly for what it is: %s %s',
    async (status, code, kind) => {
      const headers = { 'x-offload-status': status };
      const body = `<Error><Code>${code}</Code><Message>no</Message></Error>`;
      const { aws } = awsThatGets(() => new Response(body, { headers }));
      const asked = aws.read('bucket', 'key', { start: 0, end: 9 }).then(
        () => null,
        (error: ProblemError) => error.kind
      );
      expect(await asked).toBe(kind);
    }
  );

  it.each(['<html>login</html>', '{"TrainingJobName": ', '', '[1]'])(
    'never rejects with anything but a problem for the body %j',
    async body => {
      const { aws } = awsThatGets(() => new Response(body, { status: 200 }));
      const asked = aws.search([], null).then(
        page => page.items,
        (error: Error) => error.name
      );
      expect([[], 'ProblemError']).toContainEqual(await asked);
    }
  );

  it('takes a page of the log without a token for garbled', async () => {
    const { aws } = awsThatGets(() => json({ events: [] }));
    await expect(aws.logEvents('s', null)).rejects.toMatchObject({
      kind: 'garbled'
    });
  });

  it('says that a server cannot be reached', async () => {
    const { aws } = awsThatGets(() => {
      throw new TypeError('Failed to fetch');
    });
    await expect(aws.describe('cell-1')).rejects.toMatchObject({
      kind: 'offline'
    });
  });

  it('gives up on an answer that does not come', async () => {
    const { aws } = awsThatGets(
      (_, init) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () =>
            reject(new Error('aborted'))
          );
        }),
      1
    );
    await expect(aws.describe('cell-1')).rejects.toMatchObject({
      kind: 'unreachable',
      message: 'No answer in time.'
    });
  });

  it('gives up on an answer that is too large', async () => {
    const { aws } = awsThatGets(
      () =>
        new Response('x', {
          headers: { 'content-length': String(ProxyHandler.MAX_ANSWER + 1) }
        })
    );
    await expect(aws.describe('cell-1')).rejects.toMatchObject({
      kind: 'garbled'
    });
  });
});
