import type { OutputLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import type { Tag, TrainingJob } from '@aws-sdk/client-sagemaker';

/** A part of a list; `next` asks for the one after it, null: this is the last. */
export interface IPage<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface ILogPage {
  readonly events: readonly OutputLogEvent[];
  /** Where the next page begins; the same again where there is no more. */
  readonly token: string;
}

/** Some bytes of an object. */
export interface IObjectPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The size of the whole object; null if it was not told. */
  readonly total: number | null;
  readonly etag: string;
}

export interface IObjectInfo {
  readonly key: string;
  readonly size: number;
  readonly modified: number | null;
}

/** A condition of Search: a property, `Equals` a value or just there. */
export interface ISearchFilter {
  readonly name: string;
  readonly equals?: string;
}

/**
 * What the front end asks of a backend. It may answer with anything: only the
 * shape that the types name is checked. Every method rejects with ProblemError
 * and with nothing else.
 */
export interface IAws {
  /** DescribeTrainingJob. */
  describe(name: string): Promise<Partial<TrainingJob>>;

  /** Search for training jobs, newest first. */
  search(
    filters: readonly ISearchFilter[],
    next: string | null
  ): Promise<IPage<Partial<TrainingJob>>>;

  /** ListTrainingJobs, newest first: names, times and status only. */
  list(next: string | null): Promise<IPage<Partial<TrainingJob>>>;

  /** ListTags of a job: Describe and ListTrainingJobs tell none. */
  tags(arn: string): Promise<readonly Tag[]>;

  /** StopTrainingJob. */
  stop(name: string): Promise<void>;

  /** The names of a job's log streams. */
  logStreams(name: string): Promise<readonly string[]>;

  /** Events of a stream from a token on; without one, from its beginning. */
  logEvents(stream: string, token: string | null): Promise<ILogPage>;

  /**
   * At most `most` events of a stream before a token, in the order of time;
   * without one, its last. The page's token asks for those before it.
   */
  logEventsBefore(
    stream: string,
    token: string | null,
    most: number
  ): Promise<ILogPage>;

  /**
   * Bytes `start` up to but not including `end` of an object; fewer, or none,
   * where it is shorter. Without a range all of it, its checksum verified.
   */
  read(
    bucket: string,
    key: string,
    range?: { start: number; end: number }
  ): Promise<IObjectPart>;

  listObjects(
    bucket: string,
    prefix: string,
    next: string | null
  ): Promise<IPage<IObjectInfo>>;
}
