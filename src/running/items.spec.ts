import { nullTranslator } from '@jupyterlab/translation';
import { LazyJobs } from '../jobs/lazyJobs';
import { FakeJob, FakeJobStore } from '../jobs/testing';
import { itemsOf } from './items';
import { JobSection } from './section';

const trans = nullTranslator.load('jupyterlab_offload');
const jobOf = (name: string, status: FakeJob['snapshot']['status']) =>
  new FakeJob({ backend: 'aws', name, status });

describe('the section of running jobs', () => {
  const jobs = [
    jobOf('runs', 'InProgress'),
    jobOf('stops', 'Stopping'),
    jobOf('over', 'Completed'),
    jobOf('unknown', 'Unknown')
  ];
  const seen: string[] = [];
  const actions = {
    show: (job: FakeJob) => void seen.push(`show ${job.id.name}`),
    stop: (job: FakeJob) => void seen.push(`stop ${job.id.name}`)
  };
  const store = new FakeJobStore();
  const section = new JobSection({
    jobs: new LazyJobs(async () => store),
    trans
  });
  let changes = 0;
  section.runningChanged.connect(() => void (changes += 1));

  it('is empty until jobs are known', () => {
    expect(section.running()).toEqual([]);
    section.list(() => itemsOf(jobs, actions as never, trans));
    expect(changes).toBe(1);
    expect(section.running().map(item => item.label())).toEqual([
      'runs',
      'stops'
    ]);
  });

  it('shows a job, and stops all that do not stop already', () => {
    section.running()[1].open?.();
    section.shutdownAll();
    expect(seen).toEqual(['show stops', 'stop runs']);
  });
});
