import {
  DescribeLogStreamsCommand,
  GetLogEventsCommand
} from '@aws-sdk/client-cloudwatch-logs';
import type { GetLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  DescribeTrainingJobCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  SearchCommand,
  StopTrainingJobCommand
} from '@aws-sdk/client-sagemaker';
import type { Tag, TrainingJob } from '@aws-sdk/client-sagemaker';
import type {
  IAws,
  ILogPage,
  IObjectInfo,
  IObjectPart,
  IPage,
  ISearchFilter
} from './api';
import { makeClients } from './clients';
import type { IClients } from './clients';
import { explain } from './explain';
import { ProblemError } from './problem';

const LOG_GROUP = '/aws/sagemaker/TrainingJobs';

/** As many as AWS gives at once. */
const PAGE = 100;

/** A backend through the SDK's clients. This module is a chunk of its own. */
export class Aws implements IAws {
  constructor(options: makeClients.IOptions) {
    this._clients = makeClients(options);
  }

  describe(name: string): Promise<Partial<TrainingJob>> {
    const command = new DescribeTrainingJobCommand({ TrainingJobName: name });
    return Private.tried(() => this._clients.sagemaker.send(command));
  }

  search(
    filters: readonly ISearchFilter[],
    next: string | null
  ): Promise<IPage<Partial<TrainingJob>>> {
    const command = new SearchCommand({
      Resource: 'TrainingJob',
      SearchExpression: { Filters: filters.map(Private.filter) },
      SortBy: 'CreationTime',
      SortOrder: 'Descending',
      MaxResults: PAGE,
      NextToken: next ?? undefined
    });
    return Private.tried(async () => {
      const answer = await this._clients.sagemaker.send(command);
      const items = (answer.Results ?? []).flatMap(
        one => one.TrainingJob ?? []
      );
      return { items, next: answer.NextToken ?? null };
    });
  }

  list(next: string | null): Promise<IPage<Partial<TrainingJob>>> {
    const command = new ListTrainingJobsCommand({
      SortBy: 'CreationTime',
      SortOrder: 'Descending',
      MaxResults: PAGE,
      NextToken: next ?? undefined
    });
    return Private.tried(async () => {
      const answer = await this._clients.sagemaker.send(command);
      return {
        items: answer.TrainingJobSummaries ?? [],
        next: answer.NextToken ?? null
      };
    });
  }

  tags(arn: string): Promise<readonly Tag[]> {
    const command = new ListTagsCommand({ ResourceArn: arn });
    return Private.tried(async () => {
      // A resource has 50 at most: they are one page.
      const answer = await this._clients.sagemaker.send(command);
      return answer.Tags ?? [];
    });
  }

  async stop(name: string): Promise<void> {
    const command = new StopTrainingJobCommand({ TrainingJobName: name });
    await Private.tried(() => this._clients.sagemaker.send(command));
  }

  logStreams(name: string): Promise<readonly string[]> {
    const command = new DescribeLogStreamsCommand({
      logGroupName: LOG_GROUP,
      logStreamNamePrefix: `${name}/`
    });
    return Private.tried(async () => {
      const answer = await this._clients.logs.send(command);
      return (answer.logStreams ?? []).flatMap(one => one.logStreamName ?? []);
    });
  }

  logEvents(stream: string, token: string | null): Promise<ILogPage> {
    const asked = { startFromHead: true, nextToken: token ?? undefined };
    return this._logPage(stream, asked, 'nextForwardToken');
  }

  logEventsBefore(
    stream: string,
    token: string | null,
    most: number
  ): Promise<ILogPage> {
    const asked = {
      startFromHead: false,
      nextToken: token ?? undefined,
      limit: most
    };
    return this._logPage(stream, asked, 'nextBackwardToken');
  }

  read(
    bucket: string,
    key: string,
    range?: { start: number; end: number }
  ): Promise<IObjectPart> {
    return Private.tried(async () => {
      Private.checkKey(key);
      if (range && range.end <= range.start) {
        return { bytes: new Uint8Array(), total: null, etag: '' };
      }
      const answer = await this._clients.s3.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          ...(range
            ? { Range: `bytes=${range.start}-${range.end - 1}` }
            : { ChecksumMode: 'ENABLED' })
        })
      );
      const bytes = await answer.Body!.transformToByteArray();
      const start = Private.startOf(answer.ContentRange);
      if (start !== null && range && start !== range.start) {
        throw new ProblemError('garbled', 'Another range than asked for came.');
      }
      const part = Private.cut(bytes, range, start === null);
      const total = Private.totalOf(answer.ContentRange);
      return {
        bytes: part,
        total: total ?? (start === null ? bytes.length : null),
        etag: answer.ETag ?? ''
      };
    });
  }

  listObjects(
    bucket: string,
    prefix: string,
    next: string | null
  ): Promise<IPage<IObjectInfo>> {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      ContinuationToken: next ?? undefined
    });
    return Private.tried(async () => {
      const answer = await this._clients.s3.send(command);
      const items = (answer.Contents ?? []).flatMap(one =>
        one.Key === undefined
          ? []
          : {
              key: one.Key,
              size: one.Size ?? 0,
              modified: one.LastModified?.getTime() ?? null
            }
      );
      return { items, next: answer.NextContinuationToken ?? null };
    });
  }

  private _logPage(
    stream: string,
    asked: Partial<GetLogEventsCommandInput>,
    way: 'nextForwardToken' | 'nextBackwardToken'
  ): Promise<ILogPage> {
    const command = new GetLogEventsCommand({
      logGroupName: LOG_GROUP,
      logStreamName: stream,
      ...asked
    });
    return Private.tried(async () => {
      const answer = await this._clients.logs.send(command);
      const token = answer[way];
      if (!token) {
        throw new ProblemError('garbled', 'A page of the log has no token.');
      }
      return { events: answer.events ?? [], token };
    });
  }

  private _clients: IClients;
}

namespace Private {
  export async function tried<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw explain(error);
    }
  }

  export function filter(one: ISearchFilter): {
    Name: string;
    Operator: 'Equals' | 'Exists';
    Value?: string;
  } {
    return one.equals === undefined
      ? { Name: one.name, Operator: 'Exists' }
      : { Name: one.name, Operator: 'Equals', Value: one.equals };
  }

  // A browser resolves such segments before it sends: another key would come.
  export function checkKey(key: string): void {
    if (key.split('/').some(word => word === '.' || word === '..')) {
      throw new ProblemError('refused', 'A file of this name cannot be read.');
    }
  }

  export function startOf(contentRange?: string): number | null {
    const found = /^bytes (\d+)-\d+\//.exec(contentRange ?? '');
    return found ? Number(found[1]) : null;
  }

  export function totalOf(contentRange?: string): number | null {
    const found = /\/(\d+)$/.exec(contentRange ?? '');
    return found ? Number(found[1]) : null;
  }

  // A server may ignore a range and send all.
  export function cut(
    bytes: Uint8Array,
    range: { start: number; end: number } | undefined,
    whole: boolean
  ): Uint8Array<ArrayBuffer> {
    const part =
      range && whole ? bytes.subarray(range.start, range.end) : bytes;
    return new Uint8Array(part);
  }
}
