// Writes or reads a set of objects with the JS SDK; see objects.py, whose arguments it takes
// without CLIENT.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client
} from '@aws-sdk/client-s3';

const sha256 = data => createHash('sha256').update(data).digest();

function content(key, size) {
  const seed = sha256(key);
  return Buffer.concat(
    Array(Math.floor(size / seed.length) + 1).fill(seed)
  ).subarray(0, size);
}

const [action, Bucket, prefix, file] = process.argv.slice(2);
const s3 = new S3Client({ forcePathStyle: true });
const digests = {};
for (const [key, size] of Object.entries(
  JSON.parse(readFileSync(file, 'utf8'))
)) {
  const place = { Bucket, Key: prefix + key };
  if (action === 'write') {
    await s3.send(new PutObjectCommand({ ...place, Body: content(key, size) }));
  } else {
    const { Body } = await s3.send(new GetObjectCommand(place));
    digests[key] = sha256(await Body.transformToByteArray()).toString('hex');
  }
}
console.log(JSON.stringify(digests));
