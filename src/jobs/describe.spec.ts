import type { TrainingJob } from '@aws-sdk/client-sagemaker';
import { AT_LIMIT } from '../generated/verdict';
import { known } from './describe';

const record: TrainingJob = {
  TrainingJobName: 'cell-1',
  TrainingJobStatus: 'InProgress',
  SecondaryStatus: 'Training',
  CreationTime: new Date(1000),
  TrainingStartTime: new Date(2000),
  ResourceConfig: {
    InstanceType: 'ml.g5.xlarge',
    InstanceCount: 2,
    VolumeSizeInGB: 30
  },
  StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  OutputDataConfig: { S3OutputPath: 's3://bucket/p/jobs' },
  CheckpointConfig: { S3Uri: 's3://bucket/p/jobs/cell-1/checkpoints' },
  SecondaryStatusTransitions: [
    { Status: 'Starting', StartTime: new Date(1000), EndTime: new Date(2000) },
    { Status: 'Training', StartTime: new Date(2000), StatusMessage: 'on' }
  ],
  InputDataConfig: [
    {
      ChannelName: 'train',
      DataSource: {
        S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://bucket/train/' }
      }
    }
  ],
  HyperParameters: { lr: '0.1' },
  Environment: { TOKEN: 'hidden' },
  Tags: [
    { Key: 'offload:notebook', Value: 'caf=e9=.ipynb' },
    { Key: 'offload:cell', Value: 'a1' },
    { Key: 'team', Value: 'x' }
  ]
};

describe('known', () => {
  it('tells an end just before the limit as SageMaker’s own at it', () => {
    const failed = { TrainingJobStatus: 'Failed', SecondaryStatus: 'Failed' };
    const read = (FailureReason: string) =>
      known({ ...failed, FailureReason } as Partial<TrainingJob>, 'full');
    const reason = `AlgorithmError: ${AT_LIMIT}, exit code: 124`;
    expect(read(reason)).toMatchObject({
      status: 'Stopped',
      secondary: 'MaxRuntimeExceeded',
      reason
    });
    // Also what ends with its code by itself, as `timeout` does.
    expect(read('AlgorithmError: no, exit code: 124')).toMatchObject({
      status: 'Failed',
      secondary: 'Failed'
    });
    // The text alone ends nothing that runs, and undoes nothing that is done.
    for (const TrainingJobStatus of ['InProgress', 'Completed'] as const) {
      const forged = { TrainingJobStatus, FailureReason: reason };
      expect(known(forged, 'full').status).toBe(TrainingJobStatus);
    }
  });

  it('reads a whole record', () => {
    expect(known(record, 'full')).toMatchObject({
      status: 'InProgress',
      secondary: 'Training',
      created: 1000,
      started: 2000,
      instanceType: 'ml.g5.xlarge',
      instanceCount: 2,
      volumeGib: 30,
      maxRuntime: 3600,
      output: 's3://bucket/p/jobs/cell-1/output/',
      checkpoints: 's3://bucket/p/jobs/cell-1/checkpoints/',
      notebook: 'café.ipynb',
      cell: 'a1',
      tags: { team: 'x' },
      phases: [
        { name: 'Starting', started: 1000, ended: 2000, message: '' },
        { name: 'Training', started: 2000, ended: null, message: 'on' }
      ],
      channels: [{ name: 'train', uri: 's3://bucket/train/' }],
      hyperparameters: { lr: '0.1' },
      environmentNames: ['TOKEN'],
      source: 'full'
    });
  });

  it('keeps no value of an environment variable', () => {
    expect(JSON.stringify(known(record, 'full'))).not.toContain('hidden');
  });

  it('says nothing of what a record lacks', () => {
    expect(known({ TrainingJobName: 'cell-1' }, 'list')).toEqual({
      source: 'list'
    });
  });

  it('takes nothing that has not the shape it should have', () => {
    const garbage = {
      TrainingJobStatus: 'Exploded',
      SecondaryStatus: { toString: 1 },
      CreationTime: new Date(NaN),
      TrainingStartTime: 'yesterday',
      BillableTimeInSeconds: -5,
      ResourceConfig: { InstanceCount: Infinity, InstanceType: 7 },
      SecondaryStatusTransitions: [null, { Status: 'Training' }, 'x'],
      FinalMetricDataList: [{ MetricName: 'loss', Value: NaN }, null],
      OutputDataConfig: { S3OutputPath: 'javascript:alert(1)' },
      InputDataConfig: [null, { ChannelName: 'x' }],
      HyperParameters: 'lr=1',
      Environment: 7,
      Tags: [null, { Key: '__proto__', Value: 'polluted' }]
    } as unknown as TrainingJob;
    const found = known(garbage, 'full');
    expect(found).toMatchObject({
      phases: [],
      finalMetrics: [],
      channels: []
    });
    expect(Object.keys(found).sort()).toEqual([
      'channels',
      'environmentNames',
      'finalMetrics',
      'phases',
      'source',
      'tags'
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('shortens what is too long', () => {
    const found = known({ FailureReason: 'x'.repeat(1e6) }, 'full');
    expect(found.reason!.length).toBeLessThan(3000);
  });
});
