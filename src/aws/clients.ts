import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { ProxyHandler } from './handler';

/** The SDK's clients of one backend. */
export interface IClients {
  readonly sagemaker: SageMakerClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
}

/**
 * Clients that send to the signing proxy and hold no credentials.
 *
 * `base` is the proxy's address for the backend, without a slash at its end.
 * They try once: what to do after a failure is the caller's to decide, who
 * knows how many others would try at the same time.
 */
export function makeClients(options: makeClients.IOptions): IClients {
  const { base, region, send, heard } = options;
  const common = (service: string, streams: boolean) => ({
    region,
    // Neither is used: the proxy chooses where to send, and signs.
    endpoint: 'https://proxy.invalid',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    signer: { sign: async <T>(request: T): Promise<T> => request },
    maxAttempts: 1,
    requestHandler: new ProxyHandler({
      base: `${base}/${service}`,
      send,
      heard,
      streams,
      timeout: options.timeout
    })
  });
  return {
    sagemaker: new SageMakerClient(common('sagemaker', false)),
    logs: new CloudWatchLogsClient(common('logs', false)),
    s3: new S3Client({
      ...common('s3', true),
      forcePathStyle: true,
      disableS3ExpressSessionAuth: true,
      // Part of an object does not have the whole object's checksum.
      responseChecksumValidation: 'WHEN_REQUIRED'
    })
  };
}

export namespace makeClients {
  export interface IOptions {
    readonly base: string;
    readonly region: string;
    readonly send: ProxyHandler.IOptions['send'];
    readonly heard?: ProxyHandler.IOptions['heard'];
    readonly timeout?: number;
  }
}
