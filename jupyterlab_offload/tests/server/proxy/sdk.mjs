// What the JS SDK gets through the signing proxy, without keys; prints it as JSON.
// Usage: node sdk.mjs ADDRESS-OF-THE-PROXY TOKEN BUCKET PACKED-KEY PLAIN-KEY

import {
  DescribeLogStreamsCommand,
  CloudWatchLogsClient
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client
} from '@aws-sdk/client-s3';
import {
  ListTrainingJobsCommand,
  DeleteModelCommand,
  SageMakerClient
} from '@aws-sdk/client-sagemaker';

const [proxy, token, bucket, packed, plain] = process.argv.slice(2);

/** Sends as a page does: to the proxy, with Jupyter's token and a few headers. */
class Handler {
  metadata = { handlerProtocol: 'http/1.1' };

  constructor(service) {
    this.service = service;
  }

  async handle(request) {
    const query = new URLSearchParams(request.query).toString();
    const headers = { Authorization: `token ${token}` };
    for (const [name, value] of Object.entries(request.headers)) {
      if (/^(content-type|range|x-amz-(target|checksum-mode))$/i.test(name)) {
        headers[name] = value;
      }
    }
    const response = await fetch(
      `${proxy}/${this.service}${request.path}${query && '?' + query.replaceAll('+', '%20')}`,
      { method: request.method, headers, body: request.body }
    );
    return {
      response: {
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        body: response.body ?? new Response('').body
      }
    };
  }
}

const common = service => ({
  region: 'us-east-1',
  endpoint: 'http://proxy.invalid',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  signer: { sign: async request => request },
  maxAttempts: 1,
  requestHandler: new Handler(service)
});
const s3 = new S3Client({ ...common('s3'), forcePathStyle: true });
const sagemaker = new SageMakerClient(common('sagemaker'));
const logs = new CloudWatchLogsClient(common('logs'));

const problem = promise =>
  promise.then(
    () => 'passed',
    error => [error.name, error.$metadata?.httpStatusCode]
  );
const bytes = async input =>
  Buffer.from(
    await (
      await s3.send(new GetObjectCommand({ Bucket: bucket, ...input }))
    ).Body.transformToByteArray()
  ).toString('base64');

const whole = { Key: packed, ChecksumMode: 'ENABLED' };
const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, ...whole }));
const list = await s3.send(
  new ListObjectsV2Command({ Bucket: bucket, Prefix: plain })
);
console.log(
  JSON.stringify({
    whole: await bytes(whole),
    range: await bytes({ ...whole, Range: 'bytes=5-14' }),
    plain: await bytes({ Key: plain }),
    checksum: head.ChecksumCRC32 ?? null,
    length: head.ContentLength,
    keys: list.Contents.map(one => one.Key),
    missing: await problem(bytes({ Key: 'offload/none' })),
    elsewhere: await problem(bytes({ Key: 'none' })),
    delete: await problem(
      s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: plain }))
    ),
    jobs: Array.isArray(
      (await sagemaker.send(new ListTrainingJobsCommand({})))
        .TrainingJobSummaries
    ),
    model: await problem(
      sagemaker.send(new DeleteModelCommand({ ModelName: 'a' }))
    ),
    streams: await problem(
      logs.send(new DescribeLogStreamsCommand({ logGroupName: '/none' }))
    )
  })
);
