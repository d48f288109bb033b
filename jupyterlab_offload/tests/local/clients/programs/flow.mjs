// What the JS SDK v3 does with a bucket, a training job and its log; prints what it saw as JSON.
// Usage: node flow.mjs BUCKET REQUEST.json

import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';

import {
  CloudWatchLogsClient,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  paginateGetLogEvents
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  UploadPartCommand
} from '@aws-sdk/client-s3';
import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  ListTagsCommand,
  SageMakerClient,
  SearchCommand
} from '@aws-sdk/client-sagemaker';

const GROUP = '/aws/sagemaker/TrainingJobs';
const PART = 5 * 1024 * 1024;

// An engine on an address, not a name: buckets stand in the path.
const s3 = new S3Client({ forcePathStyle: true });
const sagemaker = new SageMakerClient({});
const logs = new CloudWatchLogsClient({});

async function objects(bucket) {
  const seen = {};
  const key = 'sub dir/é +~#?.txt';
  const put = await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: 'hello',
      Metadata: { a: 'b' }
    })
  );
  seen.crc = put.ChecksumCRC32;
  const got = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: key, Range: 'bytes=1-3' })
  );
  seen.range = await got.Body.transformToString();
  seen.metadata = got.Metadata;

  // A stream of known length goes out in chunks with a trailing checksum.
  const body = Readable.from([
    Buffer.alloc(100_000, 1),
    Buffer.alloc(50_000, 2)
  ]);
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: 'stream',
      Body: body,
      ContentLength: 150_000
    })
  );
  seen.stream = (
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'stream' }))
  ).ContentLength;

  const place = { Bucket: bucket, Key: 'multi' };
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(place));
  const parts = [];
  for (const [index, size] of [PART, 1000].entries()) {
    const PartNumber = index + 1;
    const sent = await s3.send(
      new UploadPartCommand({
        ...place,
        UploadId,
        PartNumber,
        Body: Buffer.alloc(size, index)
      })
    );
    parts.push({
      PartNumber,
      ETag: sent.ETag,
      ChecksumCRC32: sent.ChecksumCRC32
    });
  }
  await s3.send(
    new CompleteMultipartUploadCommand({
      ...place,
      UploadId,
      MultipartUpload: { Parts: parts }
    })
  );
  const whole = await s3.send(new GetObjectCommand(place));
  seen.multi = (await whole.Body.transformToByteArray()).length;
  const dropped = await s3.send(new CreateMultipartUploadCommand(place));
  await s3.send(
    new AbortMultipartUploadCommand({ ...place, UploadId: dropped.UploadId })
  );

  seen.keys = [];
  for await (const page of paginateListObjectsV2(
    { client: s3, pageSize: 1 },
    { Bucket: bucket }
  )) {
    seen.keys.push(...(page.Contents ?? []).map(item => item.Key));
  }
  seen.missing = await failure(
    s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'no' }))
  );
  const Objects = ['stream', 'multi'].map(Key => ({ Key }));
  const deleted = await s3.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } })
  );
  seen.deleted = deleted.Deleted.map(item => item.Key).sort();
  return seen;
}

async function job(request) {
  const name = request.TrainingJobName;
  const seen = { early: await failure(sagemaker.send(describe(name))) };
  const { TrainingJobArn } = await sagemaker.send(
    new CreateTrainingJobCommand(request)
  );
  let description;
  do {
    await new Promise(resolve => setTimeout(resolve, 50));
    description = await sagemaker.send(describe(name));
  } while (['InProgress', 'Stopping'].includes(description.TrainingJobStatus));
  seen.status = description.TrainingJobStatus;
  seen.reason = description.FailureReason;
  seen.created = description.CreationTime instanceof Date;
  seen.tags = (
    await sagemaker.send(new ListTagsCommand({ ResourceArn: TrainingJobArn }))
  ).Tags;
  const found = await sagemaker.send(
    new SearchCommand({
      Resource: 'TrainingJob',
      SearchExpression: {
        Filters: [{ Name: 'Tags.flow', Operator: 'Equals', Value: name }]
      }
    })
  );
  seen.found = found.Results.map(result => result.TrainingJob.TrainingJobName);
  seen.twice = await failure(
    sagemaker.send(new CreateTrainingJobCommand(request))
  );
  return seen;
}

async function lines(name) {
  const { logStreams } = await logs.send(
    new DescribeLogStreamsCommand({
      logGroupName: GROUP,
      logStreamNamePrefix: `${name}/`
    })
  );
  const seen = { pages: [], streams: logStreams.length };
  const given = {
    logGroupName: GROUP,
    logStreamName: logStreams[0].logStreamName,
    startFromHead: true,
    limit: 2
  };
  const pages = paginateGetLogEvents(
    { client: logs, stopOnSameToken: true },
    given
  );
  for await (const page of pages) {
    seen.pages.push(page.events.map(event => event.message));
  }
  const { events } = await logs.send(
    new FilterLogEventsCommand({
      logGroupName: GROUP,
      logStreamNamePrefix: `${name}/`,
      filterPattern: '"step 1"'
    })
  );
  seen.filtered = events.map(event => event.message);
  const missing = { logGroupName: GROUP, logStreamName: 'no/such' };
  seen.missing = await failure(
    paginateGetLogEvents({ client: logs }, missing).next()
  );
  return seen;
}

const describe = name =>
  new DescribeTrainingJobCommand({ TrainingJobName: name });

async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return [error.name, error.$metadata.httpStatusCode];
  }
  return null;
}

const [bucket, file] = process.argv.slice(2);
const request = JSON.parse(readFileSync(file, 'utf8'));
const seen = {
  objects: await objects(bucket),
  job: await job(request),
  lines: await lines(request.TrainingJobName)
};
console.log(JSON.stringify(seen));
