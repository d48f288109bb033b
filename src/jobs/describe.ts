import type { TrainingJob } from '@aws-sdk/client-sagemaker';
import { AT_LIMIT } from '../generated/verdict';
import type { IJobSnapshot, IPhase, JobStatus } from './snapshot';
import { TAG, tagText } from './tags';

/** What a record of AWS tells; members that it lacks are not there. */
export type Known = Partial<IJobSnapshot>;

const STATUS: readonly string[] = [
  'InProgress',
  'Stopping',
  'Completed',
  'Failed',
  'Stopped'
];

/** Characters; AWS allows fewer of everything that is shown. */
const LONGEST = 2048;
const MOST = 200;

/**
 * A record from Describe, Search or List as a snapshot.
 *
 * Believes none of it to have its shape: whoever answers for AWS may be wrong.
 */
export function known(
  record: Partial<TrainingJob>,
  source: 'list' | 'full'
): Known {
  const resources = record.ResourceConfig;
  const found: Partial<Record<keyof Known, unknown>> = {
    ...Private.state(record),
    reason: Private.text(record.FailureReason),
    created: Private.time(record.CreationTime),
    started: Private.time(record.TrainingStartTime),
    ended: Private.time(record.TrainingEndTime),
    modified: Private.time(record.LastModifiedTime),
    phases: Private.list(record.SecondaryStatusTransitions, Private.phase),
    instanceType: Private.text(resources?.InstanceType),
    instanceCount: Private.number(resources?.InstanceCount),
    volumeGib: Private.number(resources?.VolumeSizeInGB),
    warmSeconds: Private.number(resources?.KeepAlivePeriodInSeconds),
    spot: Private.flag(record.EnableManagedSpotTraining),
    image: Private.text(record.AlgorithmSpecification?.TrainingImage),
    maxRuntime: Private.number(record.StoppingCondition?.MaxRuntimeInSeconds),
    billable: Private.number(record.BillableTimeInSeconds),
    training: Private.number(record.TrainingTimeInSeconds),
    warmBillable: Private.number(
      record.WarmPoolStatus?.ResourceRetainedBillableTimeInSeconds
    ),
    finalMetrics: Private.list(record.FinalMetricDataList, one => {
      const name = Private.text(one?.MetricName);
      const value = one?.Value;
      return name && typeof value === 'number' && Number.isFinite(value)
        ? { name, value, time: Private.time(one.Timestamp) ?? null }
        : undefined;
    }),
    channels: Private.list(record.InputDataConfig, one => {
      const name = Private.text(one?.ChannelName);
      const uri = Private.text(one?.DataSource?.S3DataSource?.S3Uri);
      return name && uri ? { name, uri } : undefined;
    }),
    hyperparameters: Private.texts(record.HyperParameters),
    environmentNames:
      record.Environment &&
      Object.keys(Private.texts(record.Environment) ?? {}),
    output: Private.folder(
      record.OutputDataConfig?.S3OutputPath,
      record.TrainingJobName
    ),
    checkpoints: Private.folder(record.CheckpointConfig?.S3Uri),
    ...Private.tags(record.Tags),
    source
  };
  return Object.fromEntries(
    Object.entries(found).filter(([_, value]) => value !== undefined)
  ) as Known;
}

namespace Private {
  export function status(given: unknown): JobStatus | undefined {
    return STATUS.includes(given as string) ? (given as JobStatus) : undefined;
  }

  /**
   * As people should read it. The driver ends a cell just before the limit, to
   * save what it made, and exits with an error: AWS calls that Failed. It is
   * told as what SageMaker would have done a moment later. A FailureReason may
   * be forged: then a word is wrong. `state_of` in submit/describing.py is the
   * same rule.
   */
  export function state(record: Partial<TrainingJob>): Known {
    const found = status(record.TrainingJobStatus);
    const reason = text(record.FailureReason) ?? '';
    return found === 'Failed' && reason.includes(AT_LIMIT)
      ? { status: 'Stopped', secondary: 'MaxRuntimeExceeded' }
      : { status: found, secondary: text(record.SecondaryStatus) };
  }

  export function text(given: unknown): string | undefined {
    return typeof given === 'string' && given
      ? given.slice(0, LONGEST)
      : undefined;
  }

  export function number(given: unknown): number | undefined {
    return typeof given === 'number' && Number.isFinite(given) && given >= 0
      ? given
      : undefined;
  }

  export function flag(given: unknown): boolean | undefined {
    return typeof given === 'boolean' ? given : undefined;
  }

  export function time(given: unknown): number | undefined {
    const found = given instanceof Date ? given.getTime() : NaN;
    return Number.isFinite(found) && found > 0 ? found : undefined;
  }

  export function list<T, U>(
    given: T[] | undefined,
    read: (one: T) => U | undefined
  ): U[] | undefined {
    if (!Array.isArray(given)) {
      return undefined;
    }
    return given.slice(-MOST).flatMap(one => read(one) ?? []);
  }

  export function texts(given: unknown): Record<string, string> | undefined {
    if (typeof given !== 'object' || given === null) {
      return undefined;
    }
    const found: Record<string, string> = Object.create(null);
    for (const [key, value] of Object.entries(given).slice(0, MOST)) {
      found[key.slice(0, LONGEST)] = text(value) ?? '';
    }
    return found;
  }

  export function phase(
    given:
      NonNullable<TrainingJob['SecondaryStatusTransitions']>[number] | undefined
  ): IPhase | undefined {
    const name = text(given?.Status);
    const started = time(given?.StartTime);
    if (!name || started === undefined) {
      return undefined;
    }
    return {
      name,
      started,
      ended: time(given?.EndTime) ?? null,
      message: text(given?.StatusMessage) ?? ''
    };
  }

  export function folder(
    given: unknown,
    below: string | null = null
  ): string | undefined {
    const uri = text(given);
    if (!uri || !/^s3:\/\/[a-z0-9.-]+(\/|$)/.test(uri) || below === undefined) {
      return undefined;
    }
    const slashed = uri.endsWith('/') ? uri : `${uri}/`;
    return below === null ? slashed : `${slashed}${below}/output/`;
  }

  export function tags(given: TrainingJob['Tags']): Known {
    if (!Array.isArray(given)) {
      return {};
    }
    const tags: Record<string, string> = Object.create(null);
    for (const one of given.slice(0, MOST)) {
      const key = text(one?.Key);
      if (key) {
        tags[key] = text(one.Value) ?? '';
      }
    }
    const own = (name: string): string | undefined => {
      const value = tags[TAG + name];
      return value === undefined ? undefined : tagText(value);
    };
    return {
      tags,
      owner: own('owner'),
      kind: own('kind'),
      notebook: own('notebook'),
      cell: own('cell')
    };
  }
}
