import { nullTranslator } from '@jupyterlab/translation';
import { FakeJob, FakeJobStore } from '../jobs/testing';
import type { JobStatus } from '../tokens';
import { EndNotices } from './notices';
import type { INotice } from './notices';

describe('EndNotices', () => {
  let minimum: number | null;
  let shown: INotice[];
  let store: FakeJobStore;
  let notices: EndNotices;

  function end(status: JobStatus, seconds: number | null): void {
    const job = new FakeJob({ backend: 'local', name: 'train-1', status });
    job.seconds = seconds;
    store.jobEnded.emit(job);
  }

  beforeEach(() => {
    minimum = 10;
    shown = [];
    store = new FakeJobStore();
    notices = new EndNotices({
      store,
      trans: nullTranslator.load('jupyterlab_offload'),
      minimum: () => minimum,
      show: notice => shown.push(notice)
    });
    expect(notices).toBeDefined();
  });

  it.each<[JobStatus, string]>([
    ['Completed', 'success'],
    ['Stopped', 'warning'],
    ['Failed', 'error']
  ])('a job that is %s is a %s', (status, kind) => {
    end(status, 60);
    expect(shown.map(notice => notice.kind)).toEqual([kind]);
  });

  it('says nothing of a short job that went well, but of one that failed', () => {
    end('Completed', 3);
    expect(shown).toEqual([]);
    end('Failed', 3);
    expect(shown.map(notice => notice.message)).toEqual([
      'train-1: Failed, 3 s.'
    ]);
  });

  it('speaks up when it does not know how long it took', () => {
    end('Completed', null);
    expect(shown).toHaveLength(1);
  });

  it('says nothing when nobody wants it, and nothing of what did not end', () => {
    end('InProgress', 60);
    minimum = null;
    end('Failed', 60);
    expect(shown).toEqual([]);
  });
});
