import { ServerConnection } from '@jupyterlab/services';
import type { IAws } from './api';
import { connect } from './connect';
import { deferred } from './deferred';
import { ProblemError } from './problem';

let loads = 0;
let isMissing = false;
const bases: string[] = [];

jest.mock('./aws', () => ({
  // Read when the module is used: as if its chunk had, or had not, come.
  get Aws() {
    loads += 1;
    if (isMissing) {
      throw new Error('ChunkLoadError');
    }
    return class {
      constructor({ base }: { base: string }) {
        bases.push(base);
      }
      describe = async (name: string) => ({ TrainingJobName: name });
    };
  }
}));

const connection = (backend: string) =>
  connect({
    backend,
    region: 'us-east-1',
    settings: ServerConnection.makeSettings({ baseUrl: 'http://here/user/x/' })
  });

beforeEach(() => {
  loads = 0;
  isMissing = false;
  bases.length = 0;
});

describe('connect', () => {
  it('loads the SDK with the first question, and once', async () => {
    const aws = connection('local');
    expect(loads).toBe(0);
    await Promise.all([aws.describe('a'), aws.describe('b')]);
    await aws.describe('c');
    expect(loads).toBe(1);
    expect(bases).toEqual(['http://here/user/x/offload/aws/local']);
  });

  it('keeps a backend’s name within one part of the address', async () => {
    await connection('../api?x=#y').describe('a');
    expect(bases).toEqual([
      'http://here/user/x/offload/aws/..%2Fapi%3Fx%3D%23y'
    ]);
  });

  it('asks again for a chunk that did not come', async () => {
    isMissing = true;
    const aws = connection('local');
    await expect(aws.describe('a')).rejects.toMatchObject({
      kind: 'offline'
    });
    isMissing = false;
    expect(await aws.describe('a')).toEqual({ TrainingJobName: 'a' });
  });
});

describe('deferred', () => {
  const OPERATIONS: readonly (keyof IAws)[] = [
    'describe',
    'search',
    'list',
    'stop',
    'logStreams',
    'logEvents',
    'logEventsBefore',
    'read',
    'listObjects'
  ];

  it.each(OPERATIONS)('passes %s on with all that it was given', async name => {
    const given: unknown[][] = [];
    const target = {
      [name]: async (...all: unknown[]) => {
        given.push(all);
        return name;
      }
    };
    const aws = deferred(async () => target as unknown as IAws);
    const ask = aws[name] as (...all: string[]) => Promise<unknown>;
    expect(await ask('one', 'two', 'three')).toBe(name);
    expect(given[0]).toEqual(['one', 'two', 'three'].slice(0, ask.length));
  });

  it('rejects with what keeps it from the backend', async () => {
    const problem = new ProblemError('missing', 'no such backend');
    const aws = deferred(() => Promise.reject(problem));
    await expect(aws.describe('a')).rejects.toBe(problem);
  });
});
